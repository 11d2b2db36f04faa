using Orleans.Concurrency;

namespace Gristmill;

/// <summary>
/// One task on one silo, activated by its full name: it finds the plugin's method, starts runs of it on the silo's own slots, and
/// counts them. It wraps a plain plugin type, since grain types are fixed when a silo starts and plugins are not.
/// </summary>
public interface ITaskGrain : IGrainWithStringKey
{
    /// <summary>Starts a run that the silo's pool has claimed. Answers when it has started, not when it has ended.</summary>
    /// <param name="job">The job; the pool holds the rest.</param>
    /// <param name="run">The run the pool has claimed.</param>
    /// <returns>False if the silo no longer offers the task, and the run is to be given back.</returns>
    [AlwaysInterleave]
    Task<bool> StartAsync(Guid job, int run);
}
