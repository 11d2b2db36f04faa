using Gristmill.Dashboard.Live;

namespace Gristmill.Dashboard.Overview;

/// <summary>
/// What the cluster does and did. The last five minutes by the second, as far as this silo has seen them: taken from what the
/// pools report with their heartbeats, one small reading a second. What is longer ago from the store, which outlives silos; read
/// while somebody looks.
/// </summary>
internal sealed class ClusterHistory(JobClient jobs, TimeProvider clock) : IFeed
{
    private const int Seconds = 300;

    // By then the minute that is over has been written.
    private static readonly TimeSpan Written = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Viewers _viewers = new();
    private readonly Queue<Sample> _seconds = new();
    private Dictionary<HistoryStep, ClusterStats[]> _kept = [];
    private DateTimeOffset _keptUntil;
    private Dictionary<string, (SiloView Silo, PoolRates Rates)> _silos = [];
    private QueueView[] _queues = [];

    public string? Fault { get; private set; }

    /// <summary>Whether anybody looks on.</summary>
    public bool IsWatched => _viewers.Any;

    /// <summary>The live silos with what they do now, by name; null before the first reading.</summary>
    public (SiloView Silo, PoolRates Rates)[]? Silos { get; private set; }

    /// <summary>The newest sample; null before the first.</summary>
    public Sample? Last { get; private set; }

    /// <summary>The points of a range, oldest first; null before they were read.</summary>
    public Sample[]? Read(ChartRange range)
    {
        lock (_gate)
            return range.Step is not { } step ? [.. _seconds]
                : _kept.TryGetValue(step, out var kept) ? range.Read(_keptUntil, kept)
                : null;
    }

    public IDisposable Subscribe(Action changed) => _viewers.Add(changed);

    public async Task ReadQueuesAsync() => _queues = await jobs.QueuesAsync();

    /// <summary>Reads what is kept, if there is more of it than there was.</summary>
    public async Task ReadKeptAsync()
    {
        var until = HistoryStep.Minute.Begin(clock.GetUtcNow() - Written) - HistoryStep.Minute.Length();
        if (until == _keptUntil)
            return;
        var kept = new Dictionary<HistoryStep, ClusterStats[]>();
        foreach (var step in Enum.GetValues<HistoryStep>())
            kept[step] = await jobs.HistoryAsync(step);
        lock (_gate)
            (_kept, _keptUntil) = (kept, until);
    }

    /// <summary>Reads what the pools report, and adds a sample.</summary>
    public async Task ReadSilosAsync()
    {
        try
        {
            var now = await jobs.SilosAsync();
            _silos = now.ToDictionary(silo => silo.Owner, silo => _silos.TryGetValue(silo.Owner, out var before)
                ? silo.Seen == before.Silo.Seen ? before : (silo, PoolRates.Between(before.Silo, silo))
                : (silo, PoolRates.None));
            Fault = null;
            Add(Sample.Of(clock.GetUtcNow(), _silos.Values, _queues));
        }
        catch (Exception e)
        {
            Fault = e.Message;
        }
        _viewers.Tell();
    }

    private void Add(Sample sample)
    {
        lock (_gate)
        {
            Silos = [.. _silos.Values.OrderBy(silo => silo.Silo.Silo, StringComparer.Ordinal)];
            Last = sample;
            _seconds.Enqueue(sample);
            if (_seconds.Count > Seconds)
                _seconds.Dequeue();
        }
    }
}
