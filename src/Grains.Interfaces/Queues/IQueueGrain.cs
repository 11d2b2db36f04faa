using Orleans.Concurrency;

namespace Gristmill;

/// <summary>
/// One queue, keyed by its name: a window of ready jobs in memory, and the worker pools that lend it slots. The queue itself is the
/// job table: losing this grain, or having two of it for a moment, costs time and never a job.
/// </summary>
public interface IQueueGrain : IGrainWithStringKey
{
    /// <summary>Jobs that have just become ready. A hint: the store has them already.</summary>
    /// <param name="entries">The jobs.</param>
    [OneWay, AlwaysInterleave]
    Task EnqueuedAsync(QueueEntry[] entries);

    /// <summary>A pool says what it will take. Also its registration, its heartbeat, and its answer to what it was sent.</summary>
    /// <param name="offer">The pool as it stands; an older <see cref="CreditUpdate.Stamp"/> than the last one is ignored.</param>
    /// <param name="pool">Where to deliver.</param>
    /// <returns>How the queue stands, once it has sent what the offer allows.</returns>
    [AlwaysInterleave]
    Task<OfferAnswer> OfferAsync(CreditUpdate offer, IWorkerPool pool);

    /// <summary>A pool leaves the queue; what it was sent and has not claimed is ready again.</summary>
    /// <param name="owner">The pool's silo and incarnation.</param>
    [AlwaysInterleave]
    Task LeaveAsync(string owner);

    /// <summary>The queue was opened, paused or drained. A hint: the store knows, and is read once a second.</summary>
    [OneWay, AlwaysInterleave]
    Task ModeChangedAsync();

    /// <summary>Passes a cancellation on to the pool that holds the run.</summary>
    /// <param name="owner">The pool's silo and incarnation.</param>
    /// <param name="job">The job.</param>
    /// <param name="run">The run that is to stop.</param>
    /// <param name="reason">Why.</param>
    [AlwaysInterleave]
    Task CancelRunAsync(string owner, Guid job, int run, string? reason);
}

/// <summary>A ready job as a queue sees it.</summary>
/// <param name="Job">The job's id.</param>
/// <param name="Task">The task's full name.</param>
/// <param name="Priority">0 to 9, the greater the sooner.</param>
/// <param name="Sequence">The row's place in commit order; among equals, the smaller the sooner.</param>
[GenerateSerializer, Immutable]
public readonly record struct QueueEntry(
    [property: Id(0)] Guid Job,
    [property: Id(1)] string Task,
    [property: Id(2)] int Priority,
    [property: Id(3)] long Sequence);

/// <summary>A queue's answer to an offer.</summary>
/// <param name="IsKnown">The queue knows the pool's tasks; if not, the pool offers again and names them.</param>
/// <param name="HasMore">Jobs wait that the pool offers and has no room for.</param>
[GenerateSerializer, Immutable]
public readonly record struct OfferAnswer([property: Id(0)] bool IsKnown, [property: Id(1)] bool HasMore)
{
    /// <summary>The queue does not know the pool.</summary>
    public static OfferAnswer Unknown => default;
}

/// <summary>
/// What a pool will take from one queue, as running totals (like a TCP window), so that a lost or repeated message harms nothing:
/// the queue may have sent <see cref="Limit"/> entries since the pool joined, and the pool has seen <see cref="Received"/> of them.
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

    /// <summary>Entries of this queue that the pool has dealt with since its last offer: claimed, or found not claimable.</summary>
    [Id(5)] public Guid[] Settled { get; init; } = [];

    /// <summary>Entries that the pool hands back unclaimed: ready again for others.</summary>
    [Id(6)] public Guid[] Returned { get; init; } = [];
}
