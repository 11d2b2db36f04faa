using System.Text;
using Gristmill.Grains.Plugins;
using Gristmill.Grains.Plugins.Arguments;
using Gristmill.Plugins;

namespace Gristmill.Jobs;

/// <summary>Decides whether a request may become a job, and with which options: its own, then the task's, then the platform's.</summary>
internal static class JobAdmission
{
    public const string DefaultQueue = "default";
    private const int DefaultPriority = 5;

    /// <summary>The row to store, or every reason why not.</summary>
    public static string[] Check(JobRequest request, CatalogueReplica catalogue, out JobRow? row)
    {
        row = null;
        if (!catalogue.TryGet(request.Task, out var task))
            return [UnknownTask(request.Task, catalogue.Tasks.Select(offered => offered.Task.Name))];

        var problems = Problems(request, task);
        if (problems.Length > 0)
            return problems;

        row = new JobRow
        {
            Id = request.Id,
            Task = task.Name,
            Title = request.Title ?? task.Title,
            Queue = request.Queue ?? task.Queue ?? DefaultQueue,
            Priority = request.Priority ?? task.Priority ?? DefaultPriority,
            Arguments = request.Arguments,
            Watched = request.Watched,
            Options = new JobOptions
            {
                TimeLimit = request.TimeLimit ?? task.TimeLimit,
                MaxDeliveries = task.MaxDeliveries,
                AtMostOnce = !task.Redeliver,
            },
        };
        return problems;
    }

    private static string[] Problems(JobRequest request, TaskDescriptor task)
    {
        var problems = new List<string>();
        if (request.Id == Guid.Empty)
            problems.Add("id is all zeros; make one with Guid.CreateVersion7()");
        if (request.Priority is < 0 or > 9)
            problems.Add($"priority is {request.Priority}; it must be 0 (last) to 9 (first)");
        if (request.TimeLimit is { } limit && (limit <= TimeSpan.Zero || limit > TaskDefaults.MaxTimeLimit))
            problems.Add($"timeLimit is {limit}; it must be more than 0 and at most {TaskDefaults.MaxTimeLimit.TotalDays} days");
        if (request.Queue is { } queue && !IsQueueName(queue))
            problems.Add($"queue is \"{queue}\"; it must be 1 to 64 letters, digits, '.', '_' and '-'");
        if (request.Title is { Length: > Limits.NameLength } title)
            problems.Add($"title has {title.Length} characters; at most {Limits.NameLength} are taken");

        var bytes = Encoding.UTF8.GetByteCount(request.Arguments);
        if (bytes > Limits.ArgumentBytes)
            problems.Add($"arguments have {bytes:N0} bytes; at most {Limits.ArgumentBytes:N0} are taken. Pass a reference to large data instead.");
        else
            problems.AddRange(ArgumentCheck.Validate(task, request.Arguments));
        return [.. problems];
    }

    public static bool IsQueueName(string name) =>
        name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private static string UnknownTask(string name, IEnumerable<string> known)
    {
        var suggestion = TaskNames.Suggest(name, known);
        return suggestion is null
            ? $"unknown task '{name}'; `gristmill tasks` lists what the silos offer"
            : $"unknown task '{name}'; did you mean '{suggestion}'?";
    }
}
