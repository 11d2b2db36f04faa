namespace Gristmill.Workers;

/// <summary>
/// How many jobs a pool takes beyond its free slots: what it ends within <see cref="Ahead"/> at the rate it had of late. Short jobs
/// then never wait for the next claim, and long ones are not taken by a pool that cannot start them.
/// </summary>
internal sealed class Prefetch(TimeProvider clock)
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
            return Math.Min(Most, (int)(_perSecond * Ahead.TotalSeconds));
        }
    }
}
