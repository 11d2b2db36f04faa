namespace Gristmill.Jobs;

/// <summary>
/// Takes a queued job for a silo: Queued → Running, a new run. Repeating a claim that succeeded is refused: one run, one claim.
/// </summary>
public sealed record ClaimJob(Guid Job, string Owner, string Silo) : JobCommand(Job)
{
    // Without it the job is still queued, and no run of it is left on a machine that has lost its power.
    public override bool MayBeLost => true;

    public override JobDecision Decide(JobRow? row, DateTimeOffset now) => row switch
    {
        null => NoSuchJob,
        { Status: not JobStatus.Queued } => JobDecision.Refused(row, $"the job is {row.Status}, not Queued"),
        { Options.ExpiresAt: var end } when end <= now =>
            Move(row, JobStatus.Canceled, now, Expired, also: next => next with { CancelReason = Expired }),
        { Readiness: Readiness.Delayed, WakeAt: var wake } when wake > now =>
            JobDecision.Refused(row, "the job's wake time has not come"),
        _ => Move(row with { Run = row.Run + 1, Attempt = row.Attempt + 1, Owner = Owner, Silo = Silo, Earlier = Earlier(row) },
            JobStatus.Running, now,
            also: next => next with { Started = now, Progress = null, Result = null, Error = null }),
    };

    private static EarlierAttempt? Earlier(JobRow row) =>
        row.Attempt == 0 ? null : new(row.Started, row.Silo, row.Error, row.Progress);
}
