using Gristmill.Dashboard.Live;

namespace Gristmill.Dashboard.Overview;

/// <summary>
/// What this silo has seen of the cluster since it started: five minutes by the second, six hours by the minute. Taken from what the pools
/// report with their heartbeats, one small reading a second.
/// </summary>
internal sealed class ClusterHistory(JobClient jobs, TimeProvider clock) : IFeed
{
    private const int Seconds = 300;
    private const int Minutes = 360;

    private readonly Lock _gate = new();
    private readonly Viewers _viewers = new();
    private readonly Queue<Sample> _seconds = new(), _minutes = new();
    private readonly List<Sample> _minute = [];
    private Dictionary<string, (WorkerView Silo, PoolRates Rates)> _silos = [];
    private QueueView[] _queues = [];

    public string? Fault { get; private set; }

    /// <summary>When the silo began to look.</summary>
    public DateTimeOffset Since { get; } = clock.GetUtcNow();

    /// <summary>Whether anybody looks on.</summary>
    public bool IsWatched => _viewers.Any;

    /// <summary>The live silos with what they do now, by name; null before the first reading.</summary>
    public (WorkerView Silo, PoolRates Rates)[]? Silos { get; private set; }

    /// <summary>The newest sample; null before the first.</summary>
    public Sample? Last { get; private set; }

    public Sample[] LastMinutes()
    {
        lock (_gate)
            return [.. _seconds];
    }

    public Sample[] LastHours()
    {
        lock (_gate)
            return [.. _minutes];
    }

    public IDisposable Subscribe(Action changed) => _viewers.Add(changed);

    public async Task ReadQueuesAsync() => _queues = await jobs.QueuesAsync();

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
            Push(_seconds, sample, Seconds);
            if (_minute is [var first, ..] && first.At.Minute != sample.At.Minute)
            {
                Push(_minutes, Sample.Mean(first.At, _minute), Minutes);
                _minute.Clear();
            }
            _minute.Add(sample);
        }
    }

    private static void Push(Queue<Sample> samples, Sample sample, int most)
    {
        samples.Enqueue(sample);
        if (samples.Count > most)
            samples.Dequeue();
    }
}
