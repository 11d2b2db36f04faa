using Orleans.Concurrency;

namespace Gristmill;

/// <summary>
/// What a silo's process costs, and what became of the jobs whose changes went through it. Counts and times are running totals since it
/// started: two reports give a rate.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record PoolLoad
{
    /// <summary>The processor time of the process.</summary>
    [Id(0)] public TimeSpan ProcessorTime { get; init; }

    /// <summary>How many processors it may use.</summary>
    [Id(1)] public int Processors { get; init; } = 1;

    /// <summary>The memory that the process holds now, in bytes.</summary>
    [Id(2)] public long MemoryBytes { get; init; }

    /// <summary>The part of it that is the managed heap, in bytes.</summary>
    [Id(3)] public long HeapBytes { get; init; }

    /// <summary>How often garbage was collected, of any generation.</summary>
    [Id(4)] public long Collections { get; init; }

    /// <summary>How long threads stood still for that.</summary>
    [Id(5)] public TimeSpan CollectionPause { get; init; }

    /// <summary>Jobs accepted.</summary>
    [Id(6)] public long Submitted { get; init; }

    /// <summary>Jobs that ended as Success.</summary>
    [Id(7)] public long Succeeded { get; init; }

    /// <summary>Jobs that ended as Error.</summary>
    [Id(8)] public long Failed { get; init; }

    /// <summary>Jobs that ended as Canceled.</summary>
    [Id(9)] public long Canceled { get; init; }

    /// <summary>Runs that failed and are followed by another.</summary>
    [Id(10)] public long Retried { get; init; }

    /// <summary>
    /// How long jobs that ended as Success or Error took from when they could run, the last time if it was several, to their end: how many
    /// fell into each class of <see cref="LatencyClasses"/>.
    /// </summary>
    [Id(11)] public long[] Latencies { get; init; } = [];

    /// <summary>What the silo's grains do, by type.</summary>
    [Id(12)] public GrainLoad[] Grains { get; init; } = [];
}

/// <summary>What a silo's grains of one type do.</summary>
/// <param name="Type">The grain's class, without its namespace.</param>
/// <param name="Activations">How many are in the silo's memory now.</param>
/// <param name="Calls">How many calls they took since the silo started.</param>
[GenerateSerializer, Immutable]
public sealed record GrainLoad([property: Id(0)] string Type, [property: Id(1)] long Activations, [property: Id(2)] long Calls);

/// <summary>Classes of times, four to a doubling, from 0.1 ms on: a quantile is exact to a fifth.</summary>
public static class LatencyClasses
{
    private const double ClassesADoubling = 4;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(0.1);

    /// <summary>How many there are; the last one takes all that is longer than about a day.</summary>
    public const int Count = 120;

    /// <summary>The class of a time.</summary>
    /// <param name="time">Zero or more.</param>
    public static int Of(TimeSpan time) =>
        time <= First ? 0 : Math.Min(Count - 1, (int)Math.Ceiling(ClassesADoubling * Math.Log2(time / First)));

    /// <summary>The counts of both, class by class.</summary>
    /// <param name="some">How many fell into each class; classes at the end may be left out.</param>
    /// <param name="others">The same of others.</param>
    public static long[] Add(IReadOnlyList<long> some, IReadOnlyList<long> others)
    {
        var sum = new long[Math.Max(some.Count, others.Count)];
        for (var i = 0; i < sum.Length; i++)
            sum[i] = (i < some.Count ? some[i] : 0) + (i < others.Count ? others[i] : 0);
        return sum;
    }

    /// <summary>The time that a part of all did not pass; null when there were none.</summary>
    /// <param name="counts">How many fell into each class; classes without a number are empty.</param>
    /// <param name="part">Which part, 0 to 1: 0.5 for the median.</param>
    public static TimeSpan? Quantile(IReadOnlyList<long> counts, double part)
    {
        var (all, seen) = (counts.Sum(), 0L);
        for (var i = 0; i < counts.Count; i++)
            if (counts[i] > 0 && (seen += counts[i]) >= part * all)
                return First * Math.Pow(2, i / ClassesADoubling);
        return null;
    }
}
