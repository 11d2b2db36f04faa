namespace Gristmill.Jobs;

/// <summary>Accepts a new job. The same id again is the same job: accepted, and nothing changes.</summary>
public sealed record SubmitJob(JobRow New) : JobCommand(New.Id)
{
    public override JobDecision Decide(JobRow? row, DateTimeOffset now)
    {
        if (row is not null)
            return row.Options.Digest == New.Options.Digest ? JobDecision.Unchanged(row)
                : JobDecision.Refused(row, OtherContent(row));
        var wake = New.WakeAt > now ? New.WakeAt : now;
        return JobDecision.Changed(
            New with { Status = JobStatus.Queued, Created = now, WakeAt = wake, Version = 1 },
            new JobEvent(now, JobStatus.Queued, 0, null, null));
    }

    public override JobDecision OnKeyTaken(JobRow? row, JobDecision decided, JobRow holder, DateTimeOffset now) =>
        New.Options.Unique!.Policy switch
        {
            UniquePolicy.ReturnExisting => JobDecision.Unchanged(holder),
            UniquePolicy.ReplaceQueued when UniqueKeys.Displace(holder, now) is { } displaced => decided with { Before = displaced },
            _ => JobDecision.Refused(null, UniqueKeys.Taken(holder)),
        };

    private static string OtherContent(JobRow row) =>
        $"id is {row.Id}; a job of other content was submitted under it at {row.Created:u}. Take another id, or another idempotency key.";
}
