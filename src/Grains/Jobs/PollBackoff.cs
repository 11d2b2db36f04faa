namespace Gristmill.Grains.Jobs;

/// <summary>
/// Interval before a waiter re-reads the store, since a silo that dies loses the notifications it was about to send: 1 s,
/// doubling to 4 s.
/// </summary>
internal static class PollBackoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    public static TimeSpan First { get; } = TimeSpan.FromSeconds(1);

    public static TimeSpan After(TimeSpan interval) => TimeSpan.FromTicks(Math.Min(interval.Ticks * 2, Longest.Ticks));
}
