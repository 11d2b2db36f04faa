namespace Gristmill.Workers;

/// <summary>
/// How many jobs a pool takes beyond its free slots: what it ends within <see cref="Ahead"/> at the rate it had of late, if that is at least one
/// a slot. Short jobs then never wait for the next claim; jobs longer than that are not taken before a slot is free, also if those of all slots end
/// at the same time. So a job of greater priority that comes later waits no longer than that behind them.
/// </summary>
internal sealed class Prefetch(TimeProvider clock, int slots)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(50);
    private const int Most = 1_000;

    private long _since = clock.GetTimestamp();
    private int _ended;
    private double _perSecond;

    /// <summary>A run has ended. Not thread-safe: called under the pool's lock.</summary>
    public void Count() => _ended++;

    public int Jobs
    {
        get
        {
            var elapsed = clock.GetElapsedTime(_since);
            if (elapsed >= Window)
            {
                _perSecond = _ended / elapsed.TotalSeconds;
                _ended = 0;
                _since = clock.GetTimestamp();
            }
            var ahead = (int)(_perSecond * Ahead.TotalSeconds);
            return ahead < slots ? 0 : Math.Min(Most, ahead);
        }
    }
}
