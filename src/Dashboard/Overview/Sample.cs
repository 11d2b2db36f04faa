namespace Gristmill.Dashboard.Overview;

/// <summary>The cluster during a second, or on average during a minute. Rates are a second; latencies are null when no job ended.</summary>
public sealed record Sample
{
    public DateTimeOffset At { get; init; }
    public double In { get; init; }
    public double Succeeded { get; init; }
    public double Failed { get; init; }
    public double Canceled { get; init; }
    public double Retried { get; init; }
    public double Running { get; init; }
    public double Slots { get; init; }
    public double Ready { get; init; }
    public double Delayed { get; init; }
    public double Processor { get; init; }
    public long[] Latencies { get; init; } = [];

    public double Out => Succeeded + Failed + Canceled;

    /// <summary>In seconds.</summary>
    public double? Latency(double part) => LatencyClasses.Quantile(Latencies, part)?.TotalSeconds;

    internal static Sample Of(DateTimeOffset at, IReadOnlyCollection<(WorkerView Silo, PoolRates Rates)> silos, QueueView[] queues) => new()
    {
        At = at,
        In = silos.Sum(silo => silo.Rates.Submitted),
        Succeeded = silos.Sum(silo => silo.Rates.Succeeded),
        Failed = silos.Sum(silo => silo.Rates.Failed),
        Canceled = silos.Sum(silo => silo.Rates.Canceled),
        Retried = silos.Sum(silo => silo.Rates.Retried),
        Running = silos.Sum(silo => silo.Silo.Running),
        Slots = silos.Sum(silo => silo.Silo.Slots),
        Ready = queues.Sum(queue => queue.Ready),
        Delayed = queues.Sum(queue => queue.Delayed),
        Processor = silos.Sum(silo => silo.Rates.Processor),
        Latencies = Add(silos.Select(silo => silo.Rates.Latencies)),
    };

    internal static Sample Mean(DateTimeOffset at, IReadOnlyCollection<Sample> samples) => new()
    {
        At = at,
        In = samples.Average(sample => sample.In),
        Succeeded = samples.Average(sample => sample.Succeeded),
        Failed = samples.Average(sample => sample.Failed),
        Canceled = samples.Average(sample => sample.Canceled),
        Retried = samples.Average(sample => sample.Retried),
        Running = samples.Average(sample => sample.Running),
        Slots = samples.Average(sample => sample.Slots),
        Ready = samples.Average(sample => sample.Ready),
        Delayed = samples.Average(sample => sample.Delayed),
        Processor = samples.Average(sample => sample.Processor),
        Latencies = Add(samples.Select(sample => sample.Latencies)),
    };

    private static long[] Add(IEnumerable<long[]> counts)
    {
        var sum = new long[LatencyClasses.Count];
        foreach (var some in counts)
            for (var i = 0; i < some.Length && i < sum.Length; i++)
                sum[i] += some[i];
        return sum;
    }
}
