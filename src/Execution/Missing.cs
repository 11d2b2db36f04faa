namespace Gristmill.Execution;

/// <summary>Lines that were written and not kept.</summary>
internal readonly record struct Missing(long Lines, long Bytes)
{
    public bool Any => Lines > 0;

    public Missing With(long bytes) => new(Lines + 1, Bytes + bytes);
}
