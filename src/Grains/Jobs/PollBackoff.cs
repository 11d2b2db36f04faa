namespace Gristmill.Jobs;

/// <summary>
/// A silo that dies takes along what it was about to tell. Who waits to be told therefore looks for itself, ever less often: how long it is
/// without news before it does.
/// </summary>
internal static class PollBackoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    public static TimeSpan First { get; } = TimeSpan.FromSeconds(1);

    public static TimeSpan After(TimeSpan doubt) => TimeSpan.FromTicks(Math.Min(doubt.Ticks * 2, Longest.Ticks));
}
