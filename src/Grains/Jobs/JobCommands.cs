namespace Gristmill.Jobs;

/// <summary>Accepts a new job. The same id again is the same job: accepted, and nothing changes.</summary>
internal sealed record SubmitJob(JobRow New) : JobCommand(New.Id)
{
    public override JobDecision Decide(JobRow? row, DateTimeOffset now)
    {
        if (row is not null)
            return row.Options.Digest == New.Options.Digest ? JobDecision.Unchanged(row) : JobDecision.Refused(row, OtherContent(row));
        var wake = New.WakeAt > now ? New.WakeAt : now;
        return JobDecision.Changed(
            New with { Status = JobStatus.Queued, Created = now, WakeAt = wake, Version = 1 },
            new JobEvent(now, JobStatus.Queued, 0, null, null));
    }

    public override JobDecision OnKeyTaken(JobRow? row, JobDecision decided, JobRow holder, DateTimeOffset now) => New.Options.Unique!.Policy switch
    {
        UniquePolicy.ReturnExisting => JobDecision.Unchanged(holder),
        UniquePolicy.ReplaceQueued when UniqueKeys.Displace(holder, now) is { } displaced => decided with { Before = displaced },
        _ => JobDecision.Refused(null, UniqueKeys.Taken(holder)),
    };

    private static string OtherContent(JobRow row) =>
        $"id is {row.Id}; a job of other content was submitted under it at {row.Created:u}. Take another id, or another idempotency key.";
}

/// <summary>Takes a queued job for a silo: Queued → Running, a new run. Repeating a claim that succeeded is refused: one run, one claim.</summary>
internal sealed record ClaimJob(Guid Job, string Owner, string Silo) : JobCommand(Job)
{
    // Without it the job is still queued, and no run of it is left on a machine that has lost its power.
    public override bool MayBeLost => true;

    public override JobDecision Decide(JobRow? row, DateTimeOffset now) => row switch
    {
        null => JobDecision.Refused(null, "there is no such job"),
        { Status: not JobStatus.Queued } => JobDecision.Refused(row, $"the job is {row.Status}, not Queued"),
        { Options.ExpiresAt: var end } when end <= now => Move(row, JobStatus.Canceled, now, Expired, also: next => next with { CancelReason = Expired }),
        { Readiness: Readiness.Delayed, WakeAt: var wake } when wake > now => JobDecision.Refused(row, "the job's wake time has not come"),
        _ => Move(row with { Run = row.Run + 1, Attempt = row.Attempt + 1, Owner = Owner, Silo = Silo, Earlier = Earlier(row) }, JobStatus.Running, now,
            also: next => next with { Started = now, Progress = null, Result = null, Error = null }),
    };

    private static EarlierAttempt? Earlier(JobRow row) => row.Attempt == 0 ? null : new(row.Started, row.Silo, row.Error, row.Progress);
}

/// <summary>What a run came to. The closed set of outcomes a silo may report.</summary>
internal abstract record RunOutcome
{
    /// <summary>The method returned this JSON text.</summary>
    internal sealed record Returned(string Result) : RunOutcome;

    /// <summary>The method threw, or a limit was passed.</summary>
    /// <param name="Error">What went wrong.</param>
    /// <param name="RetryAfter">The pause the exception itself asked for.</param>
    /// <param name="Final">Not to be followed by another run, whatever the job's policy.</param>
    internal sealed record Failed(JobError Error, TimeSpan? RetryAfter = null, bool Final = false) : RunOutcome;

    /// <summary>The method ended because it had been told to.</summary>
    internal sealed record Stopped(string? Remark = null) : RunOutcome;
}

/// <summary>
/// Records the outcome of a run: at most one a run. The same report again is accepted and changes nothing; another one of the same run is
/// refused. A failed run is followed by another if the job's policy has one left; <paramref name="Chance"/> (0 to 1) is the reporter's, since
/// a decision is pure.
/// </summary>
internal sealed record FinishJob(Guid Job, string Owner, int Run, RunOutcome Outcome, JobProgress? Progress, double Chance = 0) : JobCommand(Job)
{
    public override JobDecision Decide(JobRow? row, DateTimeOffset now)
    {
        if (row is null)
            return JobDecision.Refused(null, "there is no such job");
        if (row.Run != Run || (row.Status.IsHeld() && row.Owner != Owner))
            return JobDecision.Refused(row, $"run {Run} of {Owner} is not the job's run any more (run {row.Run}, {row.Status})");
        if (!row.Status.IsHeld())
            return IsRecorded(row) ? JobDecision.Unchanged(row) : JobDecision.Refused(row, $"the job is {row.Status}: run {Run} has ended otherwise");

        // A task that returns although it was told to stop is Canceled: it stopped. One that throws for a reason of its own is Error.
        var outcome = row.Status is JobStatus.Canceling && Outcome is RunOutcome.Returned ? new RunOutcome.Stopped() : Outcome;
        var reported = row with { Progress = Progress ?? row.Progress };
        return outcome switch
        {
            RunOutcome.Returned returned => Move(reported, JobStatus.Success, now, also: next => next with { Result = returned.Result }),
            RunOutcome.Failed failed => Fail(reported with { Error = failed.Error, Failures = row.Failures + 1 }, failed, now),
            RunOutcome.Stopped stopped => Move(reported, JobStatus.Canceled, now, stopped.Remark ?? row.CancelReason),
            _ => throw new InvalidOperationException($"unknown outcome {outcome}"),
        };
    }

    // A return that became Canceled is not told from one that came after somebody else had ended the run: refused, which changes nothing either.
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

/// <summary>Gives a run back, unspent, whose task has been called: Running → Queued, for a silo that stops. A job being canceled ends.</summary>
internal sealed record ReleaseJob(Guid Job, string Owner, int Run, string Reason) : JobCommand(Job)
{
    public override JobDecision Decide(JobRow? row, DateTimeOffset now) => row switch
    {
        null => JobDecision.Refused(null, "there is no such job"),
        _ when row.Run != Run || row.Owner != Owner => JobDecision.Refused(row, $"run {Run} of {Owner} is not the job's run any more"),
        { Status: JobStatus.Canceling } => Move(row, JobStatus.Canceled, now, row.CancelReason),
        _ => Move(row, JobStatus.Queued, now, Reason, also: next => next with { WakeAt = now }),
    };
}

/// <summary>
/// Undoes a claim whose task was never called: the job is queued as if nobody had taken it, with the attempts, times, error and history it had.
/// The fence stays spent, and what the claim took of a start rate is returned. A job being canceled ends.
/// </summary>
internal sealed record UndoClaim(Guid Job, string Owner, int Run) : JobCommand(Job)
{
    public override bool NeverStarted => true;

    public override JobDecision Decide(JobRow? row, DateTimeOffset now)
    {
        if (row is null)
            return JobDecision.Refused(null, "there is no such job");
        if (row.Run != Run || row.Owner != Owner)
            return JobDecision.Refused(row, $"run {Run} of {Owner} is not the job's run any more");
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

/// <summary>A silo is gone: its run is lost. The job is queued again, up to its most deliveries; one being canceled ends.</summary>
internal sealed record RecoverLostRun(Guid Job, string Owner, int Run) : JobCommand(Job)
{
    private const string LostWorker = "LostWorker";

    public override JobDecision Decide(JobRow? row, DateTimeOffset now)
    {
        if (row is null || row.Run != Run || row.Owner != Owner || !row.Status.IsHeld())
            return JobDecision.Refused(row, $"run {Run} of {Owner} is not the job's run any more");
        if (row.Status is JobStatus.Canceling)
            return Move(row, JobStatus.Canceled, now, row.CancelReason);

        var (lost, most) = (row.Deliveries + 1, row.Options.MaxDeliveries ?? DefaultMaxDeliveries);
        if (!row.Options.AtMostOnce && lost < most)
        {
            var options = lost == most - 1 ? JobLimits.WithLastDelivery(row.Options) : row.Options;
            return Move(row, JobStatus.Queued, now, LostWorker, also: next => next with { Deliveries = lost, WakeAt = now, Options = options });
        }

        var error = new JobError(LostWorker, row.Options.AtMostOnce
            ? $"lost with its worker, silo {row.Silo}; the task asks to run at most once"
            : $"lost with its worker {lost} times, last with silo {row.Silo}");
        return Move(row, JobStatus.Error, now, LostWorker, error, next => next with { Deliveries = lost, Error = error });
    }
}

/// <summary>Asks a job to stop. Waiting: it is Canceled and never runs. Held: Canceling. Canceling already, or ended: nothing changes.</summary>
internal sealed record CancelJob(Guid Job, string? Reason) : JobCommand(Job)
{
    public override JobDecision Decide(JobRow? row, DateTimeOffset now) => row switch
    {
        null => JobDecision.Refused(null, "there is no such job"),
        { Status: JobStatus.Canceling } or { Finished: not null } => JobDecision.Unchanged(row),
        { Status: JobStatus.Inactive or JobStatus.Queued } =>
            Move(row, JobStatus.Canceled, now, Reason, also: next => next with { CancelReason = Reason }),
        _ => Move(row, JobStatus.Canceling, now, Reason, also: next => next with { CancelReason = Reason }),
    };
}

/// <summary>Cancels a waiting job whose time to start is over. What has started is not touched.</summary>
internal sealed record ExpireJob(Guid Job) : JobCommand(Job)
{
    public override JobDecision Decide(JobRow? row, DateTimeOffset now) =>
        row is { Status: JobStatus.Queued or JobStatus.Inactive, Options.ExpiresAt: { } end } && end <= now
            ? Move(row, JobStatus.Canceled, now, Expired, also: next => next with { CancelReason = Expired })
            : JobDecision.Refused(row, "the job waits no longer, or does not expire yet");
}

/// <summary>
/// Opens an ended job again, as a new run with all its attempts. Not a move of <see cref="JobTransitions"/>, by which an ended job stays
/// ended: somebody has to ask for it. One that has been opened since its attempt <paramref name="After"/> ended stays as it is: the order is given twice.
/// </summary>
internal sealed record RetryJob(Guid Job, int? After = null) : JobCommand(Job)
{
    public override JobDecision Decide(JobRow? row, DateTimeOffset now)
    {
        if (row is not null && After is { } attempt && (row.Attempt > attempt || !row.Status.IsTerminal()))
            return JobDecision.Unchanged(row);
        if (row is null || !row.Status.IsTerminal())
            return JobDecision.Refused(row, row is null ? "there is no such job" : $"the job is {row.Status}; only a job that has ended can be retried");
        var next = row with
        {
            Status = JobStatus.Queued,
            Version = row.Version + 1,
            Failures = 0,
            Deliveries = 0,
            WakeAt = now,
            Finished = null,
            Result = null,
            ResultExpired = null,
            Error = null,
            CancelReason = null,
            Progress = null,
            Options = JobLimits.WithoutLastDelivery(row.Options) with { ExpiresAt = null },
        };
        return JobDecision.Changed(next, new JobEvent(now, JobStatus.Queued, row.Attempt, null, "Reopened"));
    }

    public override JobDecision OnKeyTaken(JobRow? row, JobDecision decided, JobRow holder, DateTimeOffset now) =>
        JobDecision.Refused(row, UniqueKeys.Taken(holder));
}

/// <summary>Puts a job that a limit held back into its queue's line again. A hint: its claim asks the limit.</summary>
internal sealed record UnblockJob(Guid Job) : JobCommand(Job)
{
    public override JobDecision Decide(JobRow? row, DateTimeOffset now) => row is { Status: JobStatus.Queued, BlockedBy: not null }
        ? JobDecision.Changed(row with { BlockedBy = null }, null)
        : JobDecision.Refused(row, "no limit holds the job back");
}

/// <summary>Marks that somebody wants to be told. In the same order as all commands: a change is either in the answer, or told.</summary>
internal sealed record WatchJob(Guid Job, JobWatch Watch) : JobCommand(Job)
{
    public override bool MayBeLost => true;

    public override JobDecision Decide(JobRow? row, DateTimeOffset now) => row switch
    {
        null => JobDecision.Refused(null, "there is no such job"),
        { Finished: not null } => JobDecision.Unchanged(row),
        _ when row.Watch >= Watch => JobDecision.Unchanged(row),
        _ => JobDecision.Changed(row with { Watch = Watch }, null),
    };
}

/// <summary>A running task's progress, or (null) that its log grew. The row's version grows with it, so that watchers see a change.</summary>
internal sealed record ProgressJob(Guid Job, string Owner, int Run, JobProgress? Progress) : JobCommand(Job)
{
    public override bool MayBeLost => true;

    public override JobDecision Decide(JobRow? row, DateTimeOffset now) => row is { } held && held.Run == Run && held.Owner == Owner
        ? JobDecision.Changed(held with { Progress = Progress ?? held.Progress, Version = held.Version + 1 }, null)
        : JobDecision.Refused(row, $"run {Run} of {Owner} is not the job's run any more");
}
