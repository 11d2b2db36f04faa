using System.Globalization;

namespace Gristmill;

/// <summary>A silo's worker pool as it last reported itself to the store (about once a second).</summary>
[GenerateSerializer, Immutable]
public sealed record SiloView
{
    /// <summary>The silo's name.</summary>
    [Id(0)] public required string Silo { get; init; }

    /// <summary>The silo and its incarnation: what a running job's row names as its owner.</summary>
    [Id(1)] public required string Owner { get; init; }

    /// <summary>How many jobs it runs at once.</summary>
    [Id(2)] public int Slots { get; init; }

    /// <summary>How many of them are busy now.</summary>
    [Id(3)] public int Running { get; init; }

    /// <summary>Slots still held by tasks that ignored their cancellation past the grace.</summary>
    [Id(4)] public int Abandoned { get; init; }

    /// <summary>How many runs it has ended since it started.</summary>
    [Id(5)] public long Finished { get; init; }

    /// <summary>The queues it serves.</summary>
    [Id(6)] public string[] Queues { get; init; } = [];

    /// <summary>The weight of each of these queues, in the same order: by it they share the slots while they have work.</summary>
    [Id(14)] public int[] Weights { get; init; } = [];

    /// <summary>The queues as the silo's option names them: <c>name=weight</c> where the weight is not 1.</summary>
    public IEnumerable<string> WeightedQueues() =>
        Queues.Select((queue, i) =>
            i < Weights.Length && Weights[i] != 1 ? string.Create(CultureInfo.InvariantCulture, $"{queue}={Weights[i]}") : queue);

    /// <summary>How many tasks it offers.</summary>
    [Id(7)] public int Tasks { get; init; }

    /// <summary>Accepting, Cordoned (takes no new jobs, and has given back what had not started) or Stopping.</summary>
    [Id(8)] public string State { get; init; } = "Accepting";

    /// <summary>The operating system's process id.</summary>
    [Id(9)] public int ProcessId { get; init; }

    /// <summary>When the pool started.</summary>
    [Id(10)] public DateTimeOffset Started { get; init; }

    /// <summary>When it last reported itself.</summary>
    [Id(11)] public DateTimeOffset Seen { get; init; }

    /// <summary>The platform's version.</summary>
    [Id(12)] public string Version { get; init; } = "";

    /// <summary>
    /// How many of its reports were refused since it started: the run was not its any more, or had ended otherwise.
    /// </summary>
    [Id(13)] public long Stale { get; init; }

    /// <summary>What its process costs and has done; null from a silo of an older version.</summary>
    [Id(20)] public PoolLoad? Load { get; init; }
}
