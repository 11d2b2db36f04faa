namespace Gristmill;

/// <summary>A queue as operators see it.</summary>
[GenerateSerializer, Immutable]
public sealed record QueueView
{
    /// <summary>The queue's name.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>What it takes and gives.</summary>
    [Id(1)] public QueueMode Mode { get; init; }

    /// <summary>Why it is not open, as whoever ordered it said; null for no reason given.</summary>
    [Id(2)] public string? Reason { get; init; }

    /// <summary>Who ordered it; null if unknown.</summary>
    [Id(3)] public string? By { get; init; }

    /// <summary>When it was ordered; null while it is open.</summary>
    [Id(4)] public DateTimeOffset? Since { get; init; }

    /// <summary>How many jobs wait for a slot.</summary>
    [Id(5)] public long Ready { get; init; }

    /// <summary>How many jobs wait for their time: delayed ones, retries, and those that a limit holds back.</summary>
    [Id(6)] public long Delayed { get; init; }

    /// <summary>How many jobs a silo holds: running, or told to stop and not yet ended.</summary>
    [Id(7)] public long Running { get; init; }

    /// <summary>Since when the ready job that was submitted first has been ready; null if none is.</summary>
    [Id(8)] public DateTimeOffset? OldestReady { get; init; }

    /// <summary>The live silos whose pools serve it, by name. None: its jobs wait.</summary>
    [Id(9)] public string[] Silos { get; init; } = [];
}
