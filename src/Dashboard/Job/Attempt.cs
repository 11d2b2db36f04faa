namespace Gristmill.Dashboard.Job;

/// <summary>One run of a job, read from its history.</summary>
internal sealed record Attempt(int Run, string? Silo, DateTimeOffset Started, JobEvent? End)
{
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
}
