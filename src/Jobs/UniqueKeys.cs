namespace Gristmill.Jobs;

/// <summary>
/// Which unique key a row holds, and what is said when it is another's. Stores keep each key with its holder by these rules.
/// </summary>
public static class UniqueKeys
{
    /// <summary>The reason of a job that was canceled because another one took its key.</summary>
    public const string Replaced = "Replaced";

    /// <summary>The key that a job holds in the status it has; null for none.</summary>
    public static string? UniqueKey(this JobRow row) =>
        row.Options.Unique is { } rule && Array.IndexOf(rule.States, Kind(row.Status)) >= 0 ? rule.Key : null;

    /// <summary>A sentence for whoever wanted the key.</summary>
    public static string Taken(JobRow holder) =>
        $"unique.key is \"{holder.Options.Unique!.Key}\"; job {holder.Id} has it, which is {holder.Status}";

    /// <summary>
    /// The waiting job canceled for another one's sake; null if it does not wait, or would keep its key all the same.
    /// </summary>
    public static JobChange? Displace(JobRow holder, DateTimeOffset now)
    {
        if (holder.Status is not (JobStatus.Queued or JobStatus.Inactive))
            return null;
        var canceled = holder with
        {
            Status = JobStatus.Canceled,
            Version = holder.Version + 1,
            Finished = now,
            CancelReason = Replaced,
            BlockedBy = null,
        };
        return canceled.UniqueKey() is null
            ? new JobChange(holder, canceled, new JobEvent(now, JobStatus.Canceled, holder.Attempt, holder.Silo, Replaced))
            : null;
    }

    // A rule tells apart whether a job waits, is held by a silo in whatever phase, or how it ended.
    private static JobStatus Kind(JobStatus status) =>
        status.IsHeld() ? JobStatus.Running : status is JobStatus.Inactive ? JobStatus.Queued : status;
}
