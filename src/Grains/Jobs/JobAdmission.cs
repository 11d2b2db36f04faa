using Gristmill.Core;
using Gristmill.Execution.Arguments;
using Gristmill.Execution.Transforms;
using Gristmill.Grains.Catalog;
using Gristmill.Jobs;

namespace Gristmill.Grains.Jobs;

/// <summary>
/// Decides whether a request may become a job, and with which options: its own, then the task's, then the platform's.
/// </summary>
internal static class JobAdmission
{
    private const int DefaultPriority = 5;

    /// <summary>The row to store, or every reason why not.</summary>
    /// <param name="request">What was submitted.</param>
    /// <param name="catalogue">What the cluster offers.</param>
    /// <param name="root">The root of the parent's family, if the request names a parent that exists.</param>
    /// <param name="uploads">The names of the files that were uploaded for the job.</param>
    /// <param name="now">The time.</param>
    /// <param name="row">The row, or null when there are problems.</param>
    public static string[] Check(JobRequest request, CatalogueReplica catalogue, Guid? root, IReadOnlySet<string> uploads,
        DateTimeOffset now, out JobRow? row)
    {
        row = null;
        if (!catalogue.TryGet(request.Task, out var task))
            return [UnknownTask(request.Task, catalogue.Tasks.Select(offered => offered.Task.Name))];

        var problems = Problems(request, task, uploads, now, out var transforms);
        if (request.Parent is { } parent && root is null)
            problems = [.. problems, $"parent is {parent}; there is no such job"];
        if (problems.Length > 0)
            return problems;

        var notBefore = request.At ?? now + request.Delay;
        row = new JobRow
        {
            Id = request.Id,
            Task = task.Name,
            Title = request.Title ?? task.Title,
            Queue = request.Queue ?? task.Queue ?? QueueRules.DefaultQueue,
            Priority = request.Priority ?? task.Priority ?? DefaultPriority,
            Arguments = request.Arguments,
            Watch = request.Watched ? JobWatch.End : JobWatch.None,
            Parent = request.Parent,
            Root = root ?? request.Id,
            WakeAt = notBefore ?? now,
            Labels = LabelsOf(request),
            Options = new JobOptions
            {
                TimeLimit = request.TimeLimit ?? task.TimeLimit,
                HardTimeLimit = request.HardTimeLimit,
                Retry = request.Retry ?? task.Retry,
                MaxLostRuns = request.MaxLostRuns ?? task.MaxLostRuns,
                AtMostOnce = !(request.Redeliver ?? task.Redeliver),
                NotBefore = notBefore,
                ExpiresAt = now + request.Expires,
                Unique = request.Unique,
                Limits = JobLimits.Of(task.Limit, request.Limit),
                Digest = request.Digest,
                Transforms = transforms,
            },
        };
        return problems;
    }

    // Most jobs have none, and share them.
    private static JobLabels LabelsOf(JobRequest request)
    {
        var labels = new JobLabels
        {
            Type = request.Type,
            User = request.User,
            Public = request.Public,
            Meta = request.Meta,
            Tags = request.Tags.Length == 0 ? null : request.Tags,
            TraceParent = Tracing.ParentOf(request.TraceParent) == default ? null : request.TraceParent,
        };
        return labels == JobLabels.None ? JobLabels.None : labels;
    }

    private static string[] Problems(
        JobRequest request, TaskDescriptor task, IReadOnlySet<string> uploads, DateTimeOffset now, out JobTransforms? transforms)
    {
        var problems = RequestRules.Check(request);
        if (request.At - now > RequestRules.MostDelay)
            problems.Add($"at is {request.At:O}; it must be at most {RequestRules.MostDelay.TotalDays:N0} days from now");
        string? shown = null;
        if (LoneSurrogates.First(request.Arguments) is { } half)
        {
            // What is no text cannot be looked into.
            problems.Add(LoneSurrogates.Problem("arguments", half));
        }
        else if (request.Arguments.Length <= Limits.ArgumentBytes)
        {
            problems.AddRange(ArgumentCheck.Validate(task, request.Arguments));
            problems.AddRange(TransformCheck.OfArguments(request.Arguments, task, uploads, out shown));
        }
        var results = request.ResultTransforms ?? task.ResultTransforms;
        problems.AddRange(TransformCheck.OfResults(results, task, out var resultsShown));
        transforms = shown is null && results is null ? null : new JobTransforms(shown, results, resultsShown);
        return [.. problems];
    }

    private static string UnknownTask(string name, IEnumerable<string> known)
    {
        var suggestion = TaskNames.Suggest(name, known);
        return suggestion is null
            ? $"unknown task '{name}'; `gristmill tasks` lists what the silos offer"
            : $"unknown task '{name}'; did you mean '{suggestion}'?";
    }
}
