using Gristmill.Json;

namespace Gristmill.Client.Output;

/// <summary>Unique keys and limits as people read them.</summary>
internal static class Rules
{
    /// <summary>A job's key: <c>report 7 (replace), held while Queued, Running</c>.</summary>
    public static string Unique(UniqueRule rule, bool isHeld) =>
        $"{rule.Key} ({Policies.Word(rule.Policy)}), held while {string.Join(", ", rule.States)}{(isHeld ? "" : "; not held now")}";

    /// <summary>A job's limit, and how the job stands to it: <c>key:customer 7: 2 at once; the job waits for room</c>.</summary>
    public static string Limit(JobLimit limit, JobView job)
    {
        var stand = job.WaitsFor == limit.Key ? "; the job waits for room"
            : job.Status.IsHeld() && limit.MaxConcurrent is not null ? "; the job has a place"
            : "";
        return $"{limit.Key}: {Limit(limit)}{stand}";
    }

    /// <summary>A limit's numbers: <c>2 at once, 5 starts in 1 min</c>.</summary>
    public static string Limit(JobLimit limit)
    {
        var concurrent = limit.MaxConcurrent is { } jobs ? $"{jobs:N0} at once" : null;
        var starts = limit.MaxStarts is { } most ? $"{Words.Count(most, "start")} in {Words.Span(limit.Period)}" : null;
        return string.Join(", ", new[] { concurrent, starts }.Where(part => part is not null));
    }
}
