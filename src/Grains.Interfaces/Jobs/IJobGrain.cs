using Orleans.Concurrency;

namespace Gristmill;

/// <summary>
/// The front of one job, keyed by its id: its status, its cancel flag, and those who watch. Not needed for a job to run: a job
/// that nobody watches passes from submit to result without an activation. Every move is decided by the store; the grain only
/// mirrors it.
/// </summary>
public interface IJobGrain : IGrainWithGuidKey
{
    /// <summary>The job now.</summary>
    /// <exception cref="UnknownJobException">There is no such job.</exception>
    Task<JobView> GetAsync();

    /// <summary>
    /// Waits for any change past a view, for at most <see cref="LongPoll.Timeout"/>: status, progress or log. Who only wants to
    /// know the end waits at <see cref="IJobWaitGrain"/>.
    /// </summary>
    /// <param name="seen">The <see cref="JobView.Version"/> last seen; 0 to get the view now.</param>
    /// <param name="cancellationToken">Gives up waiting; the job goes on.</param>
    /// <exception cref="UnknownJobException">There is no such job.</exception>
    [AlwaysInterleave]
    Task<JobView> WatchAsync(int seen, CancellationToken cancellationToken);

    /// <summary>
    /// Asks the job to stop. Queued: it is Canceled and never runs. Running: it becomes Canceling and its task is told at once.
    /// Already Canceling or ended: nothing changes. Answers the job as it then is.
    /// </summary>
    /// <param name="reason">Why, kept in the history; null for none.</param>
    /// <exception cref="UnknownJobException">There is no such job.</exception>
    /// <exception cref="JobRefusedException">The reason is longer than <see cref="Limits.NameLength"/>.</exception>
    [AlwaysInterleave]
    Task<JobView> CancelAsync(string? reason);

    /// <summary>Opens an ended job again, as a new run with all its attempts. Answers the job as it then is.</summary>
    /// <param name="after">
    /// The attempt that has ended; nothing changes if the job has been opened since, so that the call may be repeated. Null for
    /// whichever was the last.
    /// </param>
    /// <exception cref="UnknownJobException">There is no such job.</exception>
    /// <exception cref="JobRefusedException">The job has not ended.</exception>
    [AlwaysInterleave]
    Task<JobView> RetryAsync(int? after);

    /// <summary>
    /// Deletes an ended job with its history, its log and whatever else belongs to it. Answers the job as it was.
    /// </summary>
    /// <exception cref="UnknownJobException">There is no such job.</exception>
    /// <exception cref="JobRefusedException">
    /// The job has not ended, or one of its children has not, or it is the newest of all.
    /// </exception>
    [AlwaysInterleave]
    Task<JobView> DeleteAsync();

    /// <summary>A part of the job's log, oldest first.</summary>
    /// <param name="after">The sequence number to start behind; 0 for the beginning.</param>
    /// <param name="limit">The most lines, 1 to 1,000.</param>
    [AlwaysInterleave]
    Task<JobLogLine[]> LogAsync(long after, int limit);

    /// <summary>
    /// A hint from the silo whose command changed the job (its status, progress or log): the row as it was committed.
    /// </summary>
    /// <param name="view">The job as committed.</param>
    [OneWay, AlwaysInterleave]
    Task ChangedAsync(JobView view);
}
