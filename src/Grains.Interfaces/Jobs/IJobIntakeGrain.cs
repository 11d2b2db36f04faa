namespace Gristmill;

/// <summary>
/// Where jobs come in, on whichever silo the caller reaches. It has no identity: what it accepts is on disk before it answers.
/// One call for many jobs, since an activation or a commit a job would be the dearest thing on the path.
/// </summary>
public interface IJobIntakeGrain : IGrainWithIntegerKey
{
    /// <summary>Checks each request against the catalogue and stores the good ones as Queued, all in one commit.</summary>
    /// <param name="requests">At most <see cref="Limits.BatchJobs"/>.</param>
    /// <returns>One receipt a request, in their order.</returns>
    Task<JobReceipt[]> SubmitAsync(JobRequest[] requests);

    /// <summary>Checks a request as <see cref="SubmitAsync"/> does, and stores nothing.</summary>
    /// <param name="request">The job.</param>
    /// <returns>Everything that is wrong with it, a sentence each; empty if nothing is.</returns>
    Task<string[]> CheckAsync(JobRequest request);

    /// <summary>A page of jobs.</summary>
    /// <param name="query">What to list, and from where.</param>
    Task<JobPage> ListAsync(JobQuery query);

    /// <summary>
    /// How many jobs fit a query on all its pages together. Takes longer than a page: it looks at every job that might.
    /// </summary>
    /// <param name="query">Which jobs; its limit and cursor do not matter.</param>
    Task<long> CountAsync(JobQuery query);

    /// <summary>Every task that a live silo offers, by name.</summary>
    Task<OfferedTask[]> TasksAsync();

    /// <summary>Every worker pool whose silo still lives, by silo name.</summary>
    Task<SiloView[]> SilosAsync();
}
