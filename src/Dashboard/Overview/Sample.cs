namespace Gristmill.Dashboard.Overview;

/// <summary>
/// The cluster during a second, or on average during a longer time. Rates are a second; latencies are null when no job ended.
/// </summary>
public sealed record Sample
{
    public DateTimeOffset At { get; init; }

    /// <summary>Nothing is known of it.</summary>
    public bool IsGap { get; init; }

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

    internal static Sample Of(DateTimeOffset at, IReadOnlyCollection<(SiloView Silo, PoolRates Rates)> silos,
        QueueView[] queues) => new()
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
            Latencies = silos.Select(silo => silo.Rates.Latencies).Aggregate(Array.Empty<long>(), LatencyClasses.Add),
        };

    internal static Sample Of(DateTimeOffset at, ClusterStats figures)
    {
        var seconds = Math.Max(figures.Seconds, 1);
        return new()
        {
            At = at,
            In = figures.Submitted / seconds,
            Succeeded = figures.Succeeded / seconds,
            Failed = figures.Failed / seconds,
            Canceled = figures.Canceled / seconds,
            Retried = figures.Retried / seconds,
            Running = figures.Running / seconds,
            Slots = figures.Slots / seconds,
            Ready = figures.Ready / seconds,
            Delayed = figures.Delayed / seconds,
            Processor = figures.Processor / seconds,
            Latencies = figures.Latencies,
        };
    }
}
