namespace Gristmill.Grains.Pool;

/// <summary>
/// What a queue has of a pool's slots. Queues share them by start-time fair queueing: next comes the one whose runs took the
/// least slot time for its weight, those it has now counted as long as its runs are on average. A queue that had no work does not
/// catch up on what it did not use. Used by the pool's loop alone.
/// </summary>
public sealed class SlotShare(int weight, TimeProvider clock)
{
    /// <summary>What a run is thought to take before the queue's first has ended, in seconds.</summary>
    private const double FirstGuess = 0.1;

    /// <summary>How much the last run counts in the average.</summary>
    private const double LastCounts = 0.125;

    private double _used; // Slot seconds up to _since.
    private long _since = clock.GetTimestamp();
    private double _average = FirstGuess;

    /// <summary>How many of its jobs have a slot.</summary>
    public int Running { get; private set; }

    /// <summary>How far it is: slot seconds for its weight.</summary>
    public double Level => Used / weight;

    /// <summary>How far it will be when what runs has ended.</summary>
    public double NextLevel => Level + Running * Step;

    /// <summary>How much farther a job more brings it.</summary>
    public double Step => _average / weight;

    private double Used => _used + Running * clock.GetElapsedTime(_since).TotalSeconds;

    /// <summary>It has work after it had none: it begins where the others are.</summary>
    public void Join(double level)
    {
        Settle();
        _used = Math.Max(_used, level * weight);
    }

    public void Start()
    {
        Settle();
        Running++;
    }

    public void End(TimeSpan ran)
    {
        Settle();
        Running--;
        _average += (ran.TotalSeconds - _average) * LastCounts;
    }

    private void Settle() => (_used, _since) = (Used, clock.GetTimestamp());
}
