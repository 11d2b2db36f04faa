namespace Gristmill.Grains.Pool;

/// <summary>A store that does not answer.</summary>
internal static class StoreTrouble
{
    /// <summary>How long the pool and its runs wait before they ask it again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
}
