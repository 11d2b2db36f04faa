namespace Gristmill.Jobs;

/// <summary>
/// Opens an ended job again, as a new run with all its attempts. Not a move of <see cref="JobTransitions"/>, by which an ended
/// job stays ended: somebody has to ask for it. One that has been opened since its attempt <paramref name="After"/> ended stays
/// as it is: the order is given twice.
/// </summary>
public sealed record RetryJob(Guid Job, int? After = null) : JobCommand(Job)
{
    public override JobDecision Decide(JobRow? row, DateTimeOffset now)
    {
        if (row is not null && After is { } attempt && (row.Attempt > attempt || !row.Status.IsTerminal()))
            return JobDecision.Unchanged(row);
        if (row is null || !row.Status.IsTerminal())
            return JobDecision.Refused(row, row is null ? "there is no such job"
                : $"the job is {row.Status}; only a job that has ended can be retried");
        var next = row with
        {
            Status = JobStatus.Queued,
            Version = row.Version + 1,
            Failures = 0,
            LostRuns = 0,
            WakeAt = now,
            Finished = null,
            Result = null,
            ResultExpired = null,
            Error = null,
            CancelReason = null,
            Progress = null,
            Options = JobLimits.WithoutLastLostRun(row.Options) with { ExpiresAt = null },
        };
        return JobDecision.Changed(next, new JobEvent(now, JobStatus.Queued, row.Attempt, null, "Reopened"));
    }

    public override JobDecision OnKeyTaken(JobRow? row, JobDecision decided, JobRow holder, DateTimeOffset now) =>
        JobDecision.Refused(row, UniqueKeys.Taken(holder));
}
