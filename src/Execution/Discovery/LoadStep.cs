namespace Gristmill.Execution.Discovery;

/// <summary>What the loading of a plugin is busy with, to be told by another thread when it does not end.</summary>
internal sealed class LoadStep
{
    [ThreadStatic]
    private static LoadStep? _ofThisThread;

    private volatile string _what = "reading its files";

    /// <summary>In words, to be followed by what became of it.</summary>
    public string What => _what;

    /// <summary>Makes this the step of the calling thread.</summary>
    public void Begin() => _ofThisThread = this;

    /// <summary>Says what the calling thread does now, if somebody wants to know. Answers what it did before.</summary>
    public static string? Enter(string? what)
    {
        var before = _ofThisThread?._what;
        if (what is not null && _ofThisThread is { } step)
            step._what = what;
        return before;
    }
}
