namespace Gristmill.Jobs;

/// <summary>
/// Asks a job to stop. Waiting: it is Canceled and never runs. Held: Canceling. Canceling already, or ended: nothing changes.
/// </summary>
public sealed record CancelJob(Guid Job, string? Reason) : JobCommand(Job)
{
    public override JobDecision Decide(JobRow? row, DateTimeOffset now) => row switch
    {
        null => NoSuchJob,
        { Status: JobStatus.Canceling } or { Finished: not null } => JobDecision.Unchanged(row),
        { Status: JobStatus.Inactive or JobStatus.Queued } =>
            Move(row, JobStatus.Canceled, now, Reason, also: next => next with { CancelReason = Reason }),
        _ => Move(row, JobStatus.Canceling, now, Reason, also: next => next with { CancelReason = Reason }),
    };
}
