namespace Gristmill.Jobs;

/// <summary>
/// Executes a command inside of a store's transaction, the same for every store: load, decide, unique key, mode of the queue,
/// limits, save, and what the change does to jobs that the limits hold back.
/// </summary>
public static class JobCommandExecutor
{
    /// <summary>Executes one command. The answer holds once the transaction is committed.</summary>
    public static JobAnswer Execute(JobCommand command, IJobTransaction transaction)
    {
        var now = transaction.Now;
        var before = transaction.FindRow(command.Job);
        var decision = command.Decide(before, now);
        if (decision.Saves && FindOtherHolder(before, decision.Row!, transaction) is { } holder)
            decision = command.OnKeyTaken(before, decision, holder, now);
        if (decision.Saves && QueueRules.Refuse(before, decision.Row!, transaction.ModeOf(decision.Row!.Queue)) is { } refusal)
            return new JobAnswer(before, refusal, Moved: false);
        if (decision.Saves && FindFullLimit(before, decision.Row!, transaction) is { } limit)
            decision = command.OnLimitReached(before!, limit);
        if (!decision.Saves)
            return new JobAnswer(decision.Row, decision.Refusal, Moved: false);

        if (!command.MayBeLost || decision.Row!.Status.IsTerminal() || decision.Row.Options.AtMostOnce)
            transaction.RequireDisk();
        if (decision.UndoesClaim)
            transaction.ForgetAttempt(before!);
        JobRow[] others = decision.Before is { } other ? [Save(transaction, other.Before, other.After, other.Event)] : [];
        var after = Save(transaction, before, decision.Row!, decision.Event);
        if (after.Options.Limits is not null)
            others = [.. others, .. KeepLimits(before, after, command.NeverStarted, transaction)];
        return new JobAnswer(after, decision.Refusal, after.Status != before?.Status) { Others = others };
    }

    // How many more runs a limit lets start now.
    private static int Room(JobLimit limit, IJobTransaction transaction) => JobLimits.Room(
        limit,
        limit.MaxConcurrent is null ? 0 : transaction.CountSlots(limit.Key),
        limit.MaxStarts is null ? null : transaction.BucketFullAt(limit.Key),
        transaction.Now);

    private static JobRow? FindOtherHolder(JobRow? before, JobRow after, IJobTransaction transaction) =>
        after.UniqueKey() is { } key && before?.UniqueKey() != key ? transaction.FindKeyHolder(key) : null;

    private static JobLimit? FindFullLimit(JobRow? before, JobRow after, IJobTransaction transaction) =>
        after.HasSlots() && !before.HasSlots() ? Array.Find(after.Options.Limits!, limit => Room(limit, transaction) <= 0) : null;

    // Takes or frees the slots of a saved change. Answers the rows of other jobs that are in line again.
    private static IEnumerable<JobRow> KeepLimits(JobRow? before, JobRow after, bool neverStarted, IJobTransaction transaction)
    {
        var (had, has) = (before.HasSlots(), after.HasSlots());
        if (had == has)
            return [];
        foreach (var limit in after.Options.Limits!)
        {
            if (has)
                Take(limit, after, transaction);
            else
                Free(limit, after, neverStarted, transaction);
        }
        return has ? [] : after.Options.Limits.Select(limit => UnblockFirst(limit, transaction)).OfType<JobRow>();
    }

    private static void Take(JobLimit limit, JobRow job, IJobTransaction transaction)
    {
        if (limit.MaxConcurrent is not null)
            transaction.AddSlot(limit.Key, job);
        if (limit.MaxStarts is not null)
            transaction.SetBucketFullAt(limit.Key,
                JobLimits.FullAfterStart(limit, transaction.BucketFullAt(limit.Key), transaction.Now));
    }

    private static void Free(JobLimit limit, JobRow job, bool neverStarted, IJobTransaction transaction)
    {
        transaction.RemoveSlot(limit.Key, job);
        if (neverStarted && limit.MaxStarts is not null && transaction.BucketFullAt(limit.Key) is { } full)
            transaction.SetBucketFullAt(limit.Key, JobLimits.FullAfterReturn(limit, full));
    }

    // A limit has freed a slot: the first job that it blocks is in line again.
    private static JobRow? UnblockFirst(JobLimit limit, IJobTransaction transaction) =>
        limit.MaxConcurrent is not null && Room(limit, transaction) > 0 && transaction.FindFirstBlocked(limit.Key) is { } row
            ? Save(transaction, row, row with { BlockedBy = null }, null)
            : null;

    private static JobRow Save(IJobTransaction transaction, JobRow? before, JobRow after, JobEvent? happened)
    {
        if (ReadinessOf(before, after, transaction.Now) is var readiness && readiness != after.Readiness)
            after = after with { Readiness = readiness };
        transaction.Save(before, after, happened);
        return after;
    }

    private static Readiness ReadinessOf(JobRow? before, JobRow after, DateTimeOffset now) => after switch
    {
        { Status: not JobStatus.Queued } => Readiness.Ready,
        { BlockedBy: not null } => Readiness.Blocked,
        // What is ready stays so: the machine's clock may have been set back.
        _ when before is { Status: JobStatus.Queued, Readiness: Readiness.Ready } && before.WakeAt == after.WakeAt =>
            Readiness.Ready,
        _ => after.WakeAt > now ? Readiness.Delayed : Readiness.Ready,
    };
}
