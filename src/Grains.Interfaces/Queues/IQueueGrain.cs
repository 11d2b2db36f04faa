using Orleans.Concurrency;

namespace Gristmill;

/// <summary>
/// One queue, keyed by its name: a window of ready jobs in memory, and the worker pools that lend it slots. The queue itself is
/// the job table: losing this grain, or having two of it for a moment, costs time and never a job.
/// </summary>
public interface IQueueGrain : IGrainWithStringKey
{
    /// <summary>Jobs that have just become ready. A hint: the store has them already.</summary>
    /// <param name="entries">The jobs.</param>
    [OneWay, AlwaysInterleave]
    Task EnqueuedAsync(QueueEntry[] entries);

    /// <summary>
    /// A pool says what it will take. Also its registration, its heartbeat, and its answer to what it was sent.
    /// </summary>
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
