using Orleans.Concurrency;

namespace Gristmill;

/// <summary>
/// A silo's worker pool as queue grains see it. A hint each way: what is lost here is found again in the store.
/// </summary>
public interface IWorkerPool : IGrainObserver
{
    /// <summary>Ready jobs for the pool to claim. It may hand some back.</summary>
    /// <param name="queue">The queue they come from.</param>
    /// <param name="entries">The jobs, in the order they should start.</param>
    [OneWay]
    Task DeliverAsync(string queue, QueueEntry[] entries);

    /// <summary>Tells a running task to stop, if this pool holds that run.</summary>
    /// <param name="job">The job.</param>
    /// <param name="run">The run that is to stop.</param>
    /// <param name="reason">Why.</param>
    [OneWay]
    Task CancelAsync(Guid job, int run, string? reason);
}
