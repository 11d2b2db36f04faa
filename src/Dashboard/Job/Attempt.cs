namespace Gristmill.Dashboard.Job;

/// <summary>One run of a job, read from its history.</summary>
internal sealed record Attempt(int Run, string? Silo, DateTimeOffset Started, JobEvent? End)
{
    /// <summary>How long it took, or has taken until now.</summary>
    public TimeSpan Took(DateTimeOffset now) => (End?.Time ?? now) - Started;

    /// <summary>The runs of a history, oldest first. A run ends with the first event after it that is no phase of it.</summary>
    public static Attempt[] Of(IEnumerable<JobEvent> history)
    {
        var attempts = new List<Attempt>();
        foreach (var happened in history)
        {
            if (happened.Status is JobStatus.Running && attempts.All(attempt => attempt.Run != happened.Run))
                attempts.Add(new Attempt(happened.Run, happened.Silo, happened.Time, null));
            else if (!happened.Status.IsHeld() && attempts is [.., { End: null } open] && open.Run == happened.Run)
                attempts[^1] = open with { End = happened };
        }
        return [.. attempts];
    }

    /// <summary>
    /// How long a job waits, or waited before the latest run: neither earlier runs nor the time between them count.
    /// </summary>
    public static TimeSpan Waited(JobEvent[] history, DateTimeOffset now)
    {
        var queued = Array.FindLastIndex(history, happened => happened.Status is JobStatus.Queued or JobStatus.Inactive);
        return queued < 0 ? TimeSpan.Zero : (queued + 1 < history.Length ? history[queued + 1].Time : now) - history[queued].Time;
    }
}
