namespace Gristmill.Jobs;

/// <summary>
/// A silo is gone: its run is lost. The job is queued again, until the most runs were lost that its options allow; one being
/// canceled ends.
/// </summary>
public sealed record RecoverLostRun(Guid Job, string Owner, int Run) : JobCommand(Job)
{
    private const string LostWorker = "LostWorker";

    public override JobDecision Decide(JobRow? row, DateTimeOffset now)
    {
        if (row is null || row.Run != Run || row.Owner != Owner || !row.Status.IsHeld())
            return NotHeld(row, Run, Owner);
        if (row.Status is JobStatus.Canceling)
            return Move(row, JobStatus.Canceled, now, row.CancelReason);

        var (lost, most) = (row.LostRuns + 1, row.Options.MaxLostRuns ?? DefaultMaxLostRuns);
        if (!row.Options.AtMostOnce && lost < most)
        {
            var options = lost == most - 1 ? JobLimits.WithLastLostRun(row.Options) : row.Options;
            return Move(row, JobStatus.Queued, now, LostWorker, also: next =>
                next with { LostRuns = lost, WakeAt = now, Options = options });
        }

        var error = new JobError(LostWorker, row.Options.AtMostOnce
            ? $"lost with its worker, silo {row.Silo}; the task asks to run at most once"
            : $"lost with its worker {lost} times, last with silo {row.Silo}");
        return Move(row, JobStatus.Error, now, LostWorker, error, next => next with { LostRuns = lost, Error = error });
    }
}
