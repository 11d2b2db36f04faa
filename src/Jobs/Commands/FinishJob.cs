namespace Gristmill.Jobs;

/// <summary>
/// Records the outcome of a run: at most one a run. The same report again is accepted and changes nothing; another one of the
/// same run is refused. A failed run is followed by another if the job's policy has one left; <paramref name="Chance"/> (0 to 1)
/// is the reporter's, since a decision is pure.
/// </summary>
public sealed record FinishJob(Guid Job, string Owner, int Run, RunOutcome Outcome, JobProgress? Progress, double Chance = 0)
    : JobCommand(Job)
{
    public override JobDecision Decide(JobRow? row, DateTimeOffset now)
    {
        if (row is null)
            return NoSuchJob;
        if (row.Run != Run || (row.Status.IsHeld() && row.Owner != Owner))
            return NotHeld(row, Run, Owner);
        if (!row.Status.IsHeld())
            return IsRecorded(row) ? JobDecision.Unchanged(row)
                : JobDecision.Refused(row, $"the job is {row.Status}: run {Run} has ended otherwise");

        // A task that returns although it was told to stop is Canceled: it stopped. One that throws for a reason of its own is
        // Error.
        var outcome = row.Status is JobStatus.Canceling && Outcome is RunOutcome.Returned ? new RunOutcome.Stopped() : Outcome;
        var reported = row with { Progress = Progress ?? row.Progress };
        return outcome switch
        {
            RunOutcome.Returned returned =>
                Move(reported, JobStatus.Success, now, also: next => next with { Result = returned.Result }),
            RunOutcome.Failed failed => Fail(reported with { Error = failed.Error, Failures = row.Failures + 1 }, failed, now),
            RunOutcome.Stopped stopped => Move(reported, JobStatus.Canceled, now, stopped.Remark ?? row.CancelReason),
            _ => throw new InvalidOperationException($"unknown outcome {outcome}"),
        };
    }

    // A return that became Canceled is not told from one that came after somebody else had ended the run: refused, which changes
    // nothing either.
    private bool IsRecorded(JobRow row) => Outcome switch
    {
        RunOutcome.Returned returned => row.Status is JobStatus.Success && row.Result == returned.Result,
        RunOutcome.Failed failed => row.Error == failed.Error,
        _ => row.Status is JobStatus.Canceled,
    };

    private JobDecision Fail(JobRow row, RunOutcome.Failed failed, DateTimeOffset now)
    {
        var retries = !failed.Final && row.Status is not JobStatus.Canceling
            && row.Options.Retry is { } policy && row.Failures < policy.MaxAttempts && policy.Covers(failed.Error.Type);
        if (!retries)
            return Move(row, JobStatus.Error, now, failed.Error.Type, failed.Error);
        var pause = failed.RetryAfter is { } asked
            ? TimeSpan.FromTicks(Math.Clamp(asked.Ticks, 0, RetryPolicy.LongestDelay.Ticks))
            : row.Options.Retry!.DelayAfter(row.Failures, Chance);
        return Move(row, JobStatus.Queued, now, "Retry", failed.Error, next => next with { WakeAt = now + pause });
    }
}
