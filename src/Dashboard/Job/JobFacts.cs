using Gristmill.Dashboard.Parts;

namespace Gristmill.Dashboard.Job;

/// <summary>How a job was submitted, as far as it differs from what all jobs are.</summary>
internal static class JobFacts
{
    public static IEnumerable<(string Name, string Value)> Of(JobView job, DateTimeOffset now)
    {
        yield return ("Submitted", Words.Exact(job.Created));
        if (job.Started is { } started)
            yield return ("Started", Words.Exact(started));
        if (job.Finished is { } finished)
            yield return ("Ended", Words.Exact(finished));
        if (job.WakeAt is { } wake && wake > now)
            yield return ("Not before", Words.Exact(wake));
        if (job.ExpiresAt is { } end)
            yield return ("Not after", Words.Exact(end));
        if (job.TimeLimit is { } limit)
            yield return ("Time limit", Words.Span(limit));
        if (job.Type is { } type)
            yield return ("Type", type);
        if (job.User is { } user)
            yield return ("User", user);
        if (job.Failures > 0 || job.LostRuns > 0)
            yield return ("Spent",
                $"{Words.Plural(job.Failures, "failed run")}, {Words.Plural(job.LostRuns, "run")} lost with a silo");
        if (job.Unique is { } unique)
            yield return ("Unique key", $"{unique.Key} ({(job.HoldsKey ? "held" : "not held")}; {unique.Policy})");
        foreach (var shared in job.Limits)
            yield return ("Limit", $"{shared.Key}{(shared.MaxConcurrent is { } most ? $", {most} at once" : "")}" +
                $"{(shared.MaxStarts is { } starts ? $", {starts} starts in {Words.Span(shared.Period)}" : "")}{(shared.Key == job.WaitsFor ? "; waits for it" : "")}");
        if (job.Root != job.Id)
            yield return ("Family", job.Root.ToString());
        if (job.Meta is { } meta)
            yield return ("Meta", meta);
    }
}
