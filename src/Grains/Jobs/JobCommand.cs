namespace Gristmill.Jobs;

/// <summary>
/// One thing that may be done to a job. <see cref="Decide"/> is pure: the store loads the row, asks, and saves the answer in the same
/// transaction, so the rules are written once for all stores and hold whatever messages were lost or repeated on the way.
/// </summary>
/// <param name="Job">The job's id.</param>
internal abstract record JobCommand(Guid Job)
{
    /// <summary>Decides on the row as it is now (null: there is none).</summary>
    public abstract JobDecision Decide(JobRow? row, DateTimeOffset now);

    /// <summary>
    /// Decides again when another job holds the unique key that the decided row would take. Unless the command knows better, a job that
    /// returns to a queue in which another waits with its key is canceled: that one does its work.
    /// </summary>
    public virtual JobDecision OnKeyTaken(JobRow? row, JobDecision decided, JobRow holder, DateTimeOffset now) => row is null
        ? JobDecision.Refused(null, UniqueKeys.Taken(holder))
        : Move(decided.Row! with { Status = row.Status, Version = row.Version }, JobStatus.Canceled, now, UniqueKeys.Replaced, decided.Event?.Error,
            next => next with { CancelReason = UniqueKeys.Replaced });

    /// <summary>Decides again when a limit keeps the decided row from running: it stays queued, out of its line, until the limit has room.</summary>
    public virtual JobDecision OnLimitReached(JobRow row, JobLimit limit)
    {
        var why = $"limit {limit.Key} is reached";
        return row.BlockedBy == limit.Key ? JobDecision.Refused(row, why) : JobDecision.HeldBack(row with { BlockedBy = limit.Key }, why);
    }

    /// <summary>
    /// Whether the change may be lost with the power of the machine: then the commit need not wait for the disk. Said of what only tells how far
    /// a job is, and is told again when it goes on. Not of a change that ends the job, nor of any to an at-most-once job.
    /// </summary>
    public virtual bool MayBeLost => false;

    /// <summary>The run that the command gives back never started: what its claim spent of a start rate is returned.</summary>
    public virtual bool NeverStarted => false;

    /// <summary>The most runs a job may lose with their silos, unless it says otherwise.</summary>
    public const int DefaultMaxDeliveries = 5;

    /// <summary>The reason of a job that was canceled because it had not started in time.</summary>
    public const string Expired = "Expired";

    /// <summary>Moves the row to a status, or refuses if <see cref="JobTransitions"/> does; changes the fields that always go with it.</summary>
    private protected static JobDecision Move(JobRow row, JobStatus to, DateTimeOffset now, string? reason = null, JobError? error = null, Func<JobRow, JobRow>? also = null)
    {
        if (!JobTransitions.Allows(row.Status, to))
            return JobDecision.Refused(row, $"a job may not move from {row.Status} to {to}");

        var next = row with
        {
            Status = to,
            Version = row.Version + 1,
            Owner = to.IsHeld() ? row.Owner : null,
            Finished = to.IsTerminal() ? now : null,
            BlockedBy = null,
            Earlier = to.IsHeld() ? row.Earlier : null,
        };
        next = also is null ? next : also(next);
        return JobDecision.Changed(next, new JobEvent(now, to, next.Attempt, next.Attempt > 0 ? next.Silo : null, reason, error));
    }
}

/// <summary>What a command decided: the next row with the event to append, or why nothing changes. A refusal is an answer, not an error.</summary>
internal readonly record struct JobDecision(JobRow? Row, JobEvent? Event, string? Refusal)
{
    /// <summary>Whether the store has something to save.</summary>
    public bool Saves => (Refusal is null || Waits) && Row is not null && !Same;

    private bool Same { get; init; }

    private bool Waits { get; init; }

    /// <summary>The history is to say nothing of the claim that holds the row: it is undone.</summary>
    public bool UndoesClaim { get; init; }

    /// <summary>Another job's change that is saved before this one; null for none.</summary>
    public JobChange? Before { get; init; }

    public static JobDecision Changed(JobRow row, JobEvent? happened) => new(row, happened, null);

    public static JobDecision Refused(JobRow? row, string why) => new(row, null, why);

    /// <summary>Refused, and the row remembers for what.</summary>
    public static JobDecision HeldBack(JobRow row, string why) => new(row, null, why) { Waits = true };

    /// <summary>The command is satisfied already (the same report again, say): accepted, nothing to save.</summary>
    public static JobDecision Unchanged(JobRow row) => new(row, null, null) { Same = true };
}

/// <summary>One job's row, and what it becomes.</summary>
internal sealed record JobChange(JobRow Before, JobRow After, JobEvent Event);

/// <summary>The answer to a command, once its transaction is on disk.</summary>
/// <param name="Row">The row as it now is; null if there is none.</param>
/// <param name="Refusal">Why the command was refused; null if it was accepted.</param>
/// <param name="Moved">Whether the command changed the job's status.</param>
internal readonly record struct JobAnswer(JobRow? Row, string? Refusal, bool Moved)
{
    public bool Accepted => Refusal is null;

    /// <summary>Rows of other jobs that moved with it.</summary>
    public JobRow[] Others { get => field ?? []; init; }
}
