namespace Gristmill;

/// <summary>
/// What a silo's process costs, and what became of the jobs whose changes went through it. Counts and times are running totals
/// since it started: two reports give a rate.
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
    /// How long jobs that ended as Success or Error took from when they could run, the last time if it was several, to their end:
    /// how many fell into each class of <see cref="LatencyClasses"/>.
    /// </summary>
    [Id(11)] public long[] Latencies { get; init; } = [];

    /// <summary>What the silo's grains do, by type.</summary>
    [Id(12)] public GrainLoad[] Grains { get; init; } = [];
}
