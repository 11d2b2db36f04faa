using Orleans.Concurrency;

namespace Gristmill;

/// <summary>
/// Where clients wait for the ends of jobs: any number of them in one call that is held. A few of these grains share all the jobs
/// of a cluster, since a call and an activation for every job that somebody waits for would cost more than the job.
/// </summary>
public interface IJobWaitGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Waits until one of the jobs has ended that the client waits for, for at most <see cref="LongPoll.Timeout"/>. A client
    /// makes one such call at a time; another one ends it.
    /// </summary>
    /// <param name="client">Who waits.</param>
    /// <param name="jobs">The jobs to wait for from now on, beside those that it waits for already.</param>
    /// <param name="first">The client's first call: it waits for these jobs and no other.</param>
    [AlwaysInterleave]
    Task<JobEnds> WaitAsync(Guid client, Guid[] jobs, bool first);

    /// <summary>Adds jobs to those that the client waits for; its held call learns of their ends.</summary>
    /// <param name="client">Who waits.</param>
    /// <param name="jobs">The jobs.</param>
    /// <returns>False if the client is not known, or not any more.</returns>
    [AlwaysInterleave]
    Task<bool> RegisterAsync(Guid client, Guid[] jobs);

    /// <summary>A hint from the silo whose commands ended the jobs: the rows as they were committed.</summary>
    /// <param name="jobs">The jobs as committed.</param>
    [OneWay, AlwaysInterleave]
    Task EndedAsync(JobView[] jobs);
}
