namespace Gristmill.Jobs;

/// <summary>
/// Gives a run back, unspent, whose task has been called: Running → Queued, for a silo that stops. A job being canceled ends.
/// </summary>
public sealed record ReleaseJob(Guid Job, string Owner, int Run, string Reason) : JobCommand(Job)
{
    public override JobDecision Decide(JobRow? row, DateTimeOffset now) => row switch
    {
        null => NoSuchJob,
        _ when row.Run != Run || row.Owner != Owner => NotHeld(row, Run, Owner),
        { Status: JobStatus.Canceling } => Move(row, JobStatus.Canceled, now, row.CancelReason),
        _ => Move(row, JobStatus.Queued, now, Reason, also: next => next with { WakeAt = now }),
    };
}
