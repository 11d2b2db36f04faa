namespace Gristmill.Jobs;

/// <summary>Cancels a job that waits. One that has started meanwhile is not touched.</summary>
public sealed record PurgeJob(Guid Job) : JobCommand(Job)
{
    public const string Purged = "Purged";

    public override JobDecision Decide(JobRow? row, DateTimeOffset now) =>
        row is { Status: JobStatus.Queued or JobStatus.Inactive }
        ? Move(row, JobStatus.Canceled, now, Purged, also: next => next with { CancelReason = Purged })
        : JobDecision.Refused(row, "the job waits no longer");
}
