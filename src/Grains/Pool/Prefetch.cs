namespace Gristmill.Grains.Pool;

/// <summary>
/// How many jobs a pool takes beyond its free slots: what it ends within <see cref="Ahead"/> if jobs go on taking as long as they
/// did of late, and if that is at least one a slot. Short jobs then never wait for the next claim; jobs longer than that are not
/// taken before a slot is free. So a job of greater priority that comes later waits no longer than that behind them. Used by the
/// pool's loop alone.
/// </summary>
internal sealed class Prefetch(TimeProvider clock, int slots)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(25);
    private const int Most = 1_000;

    /// <summary>How much the last run counts in the average.</summary>
    private const double LastCounts = 0.125;

    private TimeSpan _average = TimeSpan.MaxValue;
    private long _moved;

    public void Started() => _moved = clock.GetTimestamp();

    public void Ended(TimeSpan took)
    {
        _average = _average == TimeSpan.MaxValue ? took : _average + (took - _average) * LastCounts;
        _moved = clock.GetTimestamp();
    }

    /// <summary>How many jobs to take beyond the free slots.</summary>
    /// <param name="running">How many slots are taken.</param>
    public int Jobs(int running)
    {
        // While none of those that run ends, they take as long. A pool that waits for jobs says nothing about them.
        var still = running == 0 ? TimeSpan.Zero : clock.GetElapsedTime(_moved);
        var ahead = slots * (Ahead / (still > _average ? still : _average));
        return ahead < slots ? 0 : (int)Math.Min(Most, ahead);
    }
}
