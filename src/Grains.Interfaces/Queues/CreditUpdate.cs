namespace Gristmill;

/// <summary>
/// What a pool will take from one queue, as running totals (like a TCP window), so that a lost or repeated message harms nothing:
/// the queue may have sent <see cref="Limit"/> entries since the pool joined, and the pool has seen <see cref="Received"/> of
/// them.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record CreditUpdate
{
    /// <summary>The pool's silo and incarnation.</summary>
    [Id(0)] public required string Owner { get; init; }

    /// <summary>Grows with every offer.</summary>
    [Id(1)] public long Stamp { get; init; }

    /// <summary>The entries received from this queue since the pool started.</summary>
    [Id(2)] public long Received { get; init; }

    /// <summary>The total up to which the queue may send.</summary>
    [Id(3)] public long Limit { get; init; }

    /// <summary>The full names of the tasks that the pool offers; null when they have not changed since the last offer.</summary>
    [Id(4)] public string[]? Tasks { get; init; }

    /// <summary>
    /// Entries of this queue that the pool has dealt with since its last offer: claimed, or found not claimable.
    /// </summary>
    [Id(5)] public Guid[] Settled { get; init; } = [];

    /// <summary>Entries that the pool hands back unclaimed: ready again for others.</summary>
    [Id(6)] public Guid[] Returned { get; init; } = [];
}
