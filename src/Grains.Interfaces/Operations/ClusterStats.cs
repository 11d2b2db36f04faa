namespace Gristmill;

/// <summary>
/// What a cluster did during a minute or an hour. All are sums, so that parts of it which different silos saw, or minutes of an
/// hour, are added up; a mean is a sum over time divided by <see cref="Seconds"/>.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record ClusterStats
{
    /// <summary>When it began.</summary>
    [Id(0)] public DateTimeOffset At { get; init; }

    /// <summary>For how many of its seconds a silo looked on: fewer if none was there.</summary>
    [Id(1)] public double Seconds { get; init; }

    /// <summary>Jobs accepted.</summary>
    [Id(2)] public long Submitted { get; init; }

    /// <summary>Jobs that ended as Success.</summary>
    [Id(3)] public long Succeeded { get; init; }

    /// <summary>Jobs that ended as Error.</summary>
    [Id(4)] public long Failed { get; init; }

    /// <summary>Jobs that ended as Canceled.</summary>
    [Id(5)] public long Canceled { get; init; }

    /// <summary>Runs that failed and were followed by another.</summary>
    [Id(6)] public long Retried { get; init; }

    /// <summary>Busy slots, summed over the seconds.</summary>
    [Id(7)] public double Running { get; init; }

    /// <summary>Slots, summed over the seconds.</summary>
    [Id(8)] public double Slots { get; init; }

    /// <summary>Jobs that could run, summed over the seconds.</summary>
    [Id(9)] public double Ready { get; init; }

    /// <summary>Jobs that waited for their time or for a limit, summed over the seconds.</summary>
    [Id(10)] public double Delayed { get; init; }

    /// <summary>Processor time of the silos, in seconds.</summary>
    [Id(11)] public double Processor { get; init; }

    /// <summary>
    /// How long jobs took from when they could run to their end: how many fell into each class of <see cref="LatencyClasses"/>.
    /// </summary>
    [Id(12)] public long[] Latencies { get; init; } = [];

    /// <summary>Both together; begun when the first was.</summary>
    /// <param name="other">The figures of another time, or of another part of it.</param>
    public ClusterStats Plus(ClusterStats other) => this with
    {
        Seconds = Seconds + other.Seconds,
        Submitted = Submitted + other.Submitted,
        Succeeded = Succeeded + other.Succeeded,
        Failed = Failed + other.Failed,
        Canceled = Canceled + other.Canceled,
        Retried = Retried + other.Retried,
        Running = Running + other.Running,
        Slots = Slots + other.Slots,
        Ready = Ready + other.Ready,
        Delayed = Delayed + other.Delayed,
        Processor = Processor + other.Processor,
        Latencies = LatencyClasses.Add(Latencies, other.Latencies),
    };
}
