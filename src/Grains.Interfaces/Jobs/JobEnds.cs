namespace Gristmill;

/// <summary>What a client learns that waits for the ends of jobs; it waits no more for those that are named.</summary>
[GenerateSerializer, Immutable]
public sealed record JobEnds
{
    /// <summary>The jobs that have ended.</summary>
    [Id(0)] public JobView[] Ended { get; init; } = [];

    /// <summary>Jobs that there are not.</summary>
    [Id(1)] public Guid[] Unknown { get; init; } = [];

    /// <summary>The client is not known, or not any more: it has to begin again with all that it waits for.</summary>
    [Id(2)] public bool Forgotten { get; init; }
}
