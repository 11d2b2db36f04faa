namespace Gristmill.Jobs;

/// <summary>
/// Undoes a claim whose task was never called: the job is queued as if nobody had taken it, with the attempts, times, error and
/// history it had. The fence stays spent, and what the claim took of a start rate is returned. A job being canceled ends.
/// </summary>
public sealed record UndoClaim(Guid Job, string Owner, int Run) : JobCommand(Job)
{
    public override bool NeverStarted => true;

    public override JobDecision Decide(JobRow? row, DateTimeOffset now)
    {
        if (row is null)
            return NoSuchJob;
        if (row.Run != Run || row.Owner != Owner)
            return NotHeld(row, Run, Owner);
        var before = row with
        {
            Attempt = row.Attempt - 1,
            Started = row.Earlier?.Started,
            Silo = row.Earlier?.Silo,
            Error = row.Earlier?.Error,
            Progress = row.Earlier?.Progress,
        };
        return row.Status is JobStatus.Canceling
            ? Move(before, JobStatus.Canceled, now, row.CancelReason) with { UndoesClaim = true }
            : Move(before, JobStatus.Queued, now) with { UndoesClaim = true, Event = null };
    }

    public override JobDecision OnKeyTaken(JobRow? row, JobDecision decided, JobRow holder, DateTimeOffset now) =>
        base.OnKeyTaken(row, decided, holder, now) with { UndoesClaim = true };
}
