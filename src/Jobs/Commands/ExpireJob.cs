namespace Gristmill.Jobs;

/// <summary>Cancels a waiting job whose time to start is over. What has started is not touched.</summary>
public sealed record ExpireJob(Guid Job) : JobCommand(Job)
{
    public override JobDecision Decide(JobRow? row, DateTimeOffset now) =>
        row is { Status: JobStatus.Queued or JobStatus.Inactive, Options.ExpiresAt: { } end } && end <= now
            ? Move(row, JobStatus.Canceled, now, Expired, also: next => next with { CancelReason = Expired })
            : JobDecision.Refused(row, "the job waits no longer, or does not expire yet");
}
