namespace Gristmill.Jobs;

/// <summary>Puts a job that a limit held back into its queue's line again. A hint: its claim asks the limit.</summary>
public sealed record UnblockJob(Guid Job) : JobCommand(Job)
{
    public override JobDecision Decide(JobRow? row, DateTimeOffset now) =>
        row is { Status: JobStatus.Queued, BlockedBy: not null }
        ? JobDecision.Changed(row with { BlockedBy = null }, null)
        : JobDecision.Refused(row, "no limit holds the job back");
}
