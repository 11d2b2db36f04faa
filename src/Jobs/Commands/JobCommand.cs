namespace Gristmill.Jobs;

/// <summary>
/// One thing that may be done to a job. <see cref="Decide"/> is pure: the store loads the row, asks, and saves the answer in the
/// same transaction, so the rules are written once for all stores and hold whatever messages were lost or repeated on the way.
/// </summary>
/// <param name="Job">The job's id.</param>
public abstract record JobCommand(Guid Job)
{
    /// <summary>Decides on the row as it is now (null: there is none).</summary>
    public abstract JobDecision Decide(JobRow? row, DateTimeOffset now);

    /// <summary>
    /// Decides again when another job holds the unique key that the decided row would take. Unless the command knows better, a
    /// job that returns to a queue in which another waits with its key is canceled: that one does its work.
    /// </summary>
    public virtual JobDecision OnKeyTaken(JobRow? row, JobDecision decided, JobRow holder, DateTimeOffset now) => row is null
        ? JobDecision.Refused(null, UniqueKeys.Taken(holder))
        : Move(decided.Row! with { Status = row.Status, Version = row.Version }, JobStatus.Canceled, now, UniqueKeys.Replaced,
            decided.Event?.Error,
            next => next with { CancelReason = UniqueKeys.Replaced });

    /// <summary>
    /// Decides again when a limit keeps the decided row from running: it stays queued, out of its line, until the limit has room.
    /// </summary>
    public virtual JobDecision OnLimitReached(JobRow row, JobLimit limit)
    {
        var why = $"limit {limit.Key} is reached";
        return row.BlockedBy == limit.Key ? JobDecision.Refused(row, why)
            : JobDecision.HeldBack(row with { BlockedBy = limit.Key }, why);
    }

    /// <summary>
    /// Whether the change may be lost with the power of the machine: then the commit need not wait for the disk. Said of what
    /// only tells how far a job is, and is told again when it goes on. Not of a change that ends the job, nor of any to an
    /// at-most-once job.
    /// </summary>
    public virtual bool MayBeLost => false;

    /// <summary>The run that the command gives back never started: what its claim spent of a start rate is returned.</summary>
    public virtual bool NeverStarted => false;

    /// <summary>The most runs a job may lose with their silos, unless it says otherwise.</summary>
    public const int DefaultMaxLostRuns = 5;

    /// <summary>The reason of a job that was canceled because it had not started in time.</summary>
    public const string Expired = "Expired";

    private protected static JobDecision NoSuchJob => JobDecision.Refused(null, "there is no such job");

    /// <summary>
    /// Refuses the report of a run that does not hold the job: another has been claimed since, or its outcome is recorded.
    /// </summary>
    private protected static JobDecision NotHeld(JobRow? row, int run, string owner) => JobDecision.Refused(
        row, $"run {run} of {owner} is not the job's run any more{(row is null ? "" : $" (run {row.Run}, {row.Status})")}");

    /// <summary>
    /// Moves the row to a status, or refuses if <see cref="JobTransitions"/> does; changes the fields that always go with it.
    /// </summary>
    private protected static JobDecision Move(JobRow row, JobStatus to, DateTimeOffset now, string? reason = null,
        JobError? error = null, Func<JobRow, JobRow>? also = null)
    {
        if (!JobTransitions.Allows(row.Status, to))
            return JobDecision.Refused(row, $"a job may not move from {row.Status} to {to}");

        var next = row with
        {
            Status = to,
            Version = row.Version + 1,
            Owner = to.IsHeld() ? row.Owner : null,
            Finished = to.IsTerminal() ? now : null,
            BlockedBy = null,
            Earlier = to.IsHeld() ? row.Earlier : null,
        };
        next = also is null ? next : also(next);
        return JobDecision.Changed(next, new JobEvent(now, to, next.Attempt, next.Attempt > 0 ? next.Silo : null, reason, error));
    }
}
