using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gristmill.Dashboard.Submit;

/// <summary>A job that somebody is about to submit: its arguments as fields or as JSON, and its options.</summary>
internal sealed partial class JobForm
{
    /// <summary>Made once: what is submitted twice because an answer was lost is one job.</summary>
    private readonly Guid _id = Guid.CreateVersion7();

    public TaskDescriptor? Task { get; private set; }

    public Field[] Fields { get; private set; } = [];

    /// <summary>The arguments are given as JSON text instead of fields.</summary>
    public bool AsJson { get; private set; }

    public string Json { get; set; } = "{}";

    public string Title { get; set; } = "";
    public string Queue { get; set; } = "";
    public string Tags { get; set; } = "";
    public int? Priority { get; set; }
    public double? DelaySeconds { get; set; }
    public double? LimitSeconds { get; set; }
    public int? Attempts { get; set; }

    public void Choose(TaskDescriptor? task)
    {
        Task = task;
        Fields = [.. (task?.Parameters ?? []).Select(parameter => new Field(parameter))];
        (AsJson, Json) = (false, "{}");
    }

    /// <summary>Shows a job that was submitted before.</summary>
    public void Show(JobView job)
    {
        (Title, Queue, Tags) = (job.Title == Task?.Title ? "" : job.Title, job.Queue, string.Join(", ", job.Tags));
        (Priority, LimitSeconds) = (job.Priority, job.TimeLimit?.TotalSeconds);
        Attempts = job.MaxAttempts > 1 ? job.MaxAttempts : null;
        Json = Parts.Words.Pretty(job.Arguments);
        AsJson = !TryReadJson();
    }

    /// <summary>Goes over from fields to JSON or back; says why it cannot.</summary>
    public string? Switch()
    {
        if (!AsJson)
        {
            var arguments = Arguments(out var problems);
            if (problems.Count > 0)
                return "One of the fields is no JSON yet.";
            Json = Parts.Words.Pretty(arguments);
        }
        else if (!TryReadJson())
            return "The fields cannot show this; it must be an array or object with the task's parameters.";
        AsJson = !AsJson;
        return null;
    }

    /// <summary>The request, and what is wrong with fields that are no JSON yet, by parameter.</summary>
    public JobRequest ToRequest(out Dictionary<string, string> problems)
    {
        problems = [];
        return new JobRequest
        {
            Id = _id,
            Task = Task!.Name,
            Arguments = AsJson ? Json : Arguments(out problems),
            Title = Given(Title),
            Queue = Given(Queue),
            Tags = Tags.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Priority = Priority,
            Delay = Span(DelaySeconds),
            TimeLimit = Span(LimitSeconds),
            Retry = Attempts is { } attempts ? (Task.Retry ?? new RetryPolicy()) with { MaxAttempts = attempts } : null,
            Watched = true,
        };
    }

    /// <summary>Which parameter a sentence of the silo is about; null if it is about something else.</summary>
    public static string? ParameterOf(string problem) =>
        AboutArgument().Match(problem) is { Success: true } match ? match.Groups[1].Value : null;

    private string Arguments(out Dictionary<string, string> problems)
    {
        var (arguments, bad) = (new JsonObject(), new Dictionary<string, string>());
        foreach (var field in Fields)
        {
            if (field.IsLeftOut)
                continue;
            var value = field.Value(out var problem);
            if (problem is null)
                arguments[field.Parameter.Name] = value;
            else
                bad[field.Parameter.Name] = problem;
        }
        problems = bad;
        return arguments.ToJsonString();
    }

    private bool TryReadJson()
    {
        try
        {
            var given = JsonNode.Parse(Json) switch
            {
                JsonArray array when array.Count <= Fields.Length => array.Select((value, i) => (Fields[i].Parameter.Name, value)).ToArray(),
                JsonObject members => [.. members.Select(member => (member.Key, member.Value))],
                _ => null,
            };
            if (given is null || given.Any(argument => Fields.All(field => !Names(field, argument.Item1))))
                return false;
            foreach (var field in Fields)
            {
                var found = Array.FindIndex(given, argument => Names(field, argument.Item1));
                field.Show(found < 0 ? null : given[found].Item2, given: found >= 0);
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Names(Field field, string name) => field.Parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string? Given(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static TimeSpan? Span(double? seconds) => seconds is { } given && Math.Abs(given) < 1e9 ? TimeSpan.FromSeconds(given) : null;

    [GeneratedRegex(@"argument '(\w+)")]
    private static partial Regex AboutArgument();
}
