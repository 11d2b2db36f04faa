using Orleans.Concurrency;

namespace Gristmill;

/// <summary>
/// Where clients wait for the ends of jobs: any number of them in one call that is held. A few of these grains share all the jobs of a
/// cluster, since a call and an activation for every job that somebody waits for would cost more than the job.
/// </summary>
public interface IJobWaitGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Waits for jobs too, beside those that the client waits for already, until one of all of them has ended, for at most
    /// <see cref="LongPoll.Timeout"/>. A call that comes while another of the same client is held takes its place; that one is answered at once.
    /// </summary>
    /// <param name="client">Who waits.</param>
    /// <param name="jobs">The jobs to wait for from now on; none to go on waiting.</param>
    /// <param name="first">The client's first call: it waits for these jobs and no other.</param>
    [AlwaysInterleave]
    Task<JobEnds> WaitAsync(Guid client, Guid[] jobs, bool first);

    /// <summary>A hint from the silo whose commands ended the jobs: the rows as they were committed.</summary>
    /// <param name="jobs">The jobs as committed.</param>
    [OneWay, AlwaysInterleave]
    Task EndedAsync(JobView[] jobs);
}
