using System.Text.Json;
using System.Text.Unicode;
using Gristmill.Core;
using static Gristmill.Json.JsonValues;

namespace Gristmill.Json;

/// <summary>
/// Reads a job from one line of a file, or the body of a request: a JSON object with the fields of <see cref="JobRequest"/>.
/// </summary>
public static class RequestLine
{
    private static readonly Func<JobRequest, JsonElement, JobRequest> Arguments = (job, value) =>
        job with { Arguments = ArrayOrObject(value) };

    private static readonly JsonFields<JobRequest> Fields = new()
    {
        ["id"] = (job, value) => job with { Id = Id(value) },
        ["task"] = (job, value) => job with { Task = Text(value) },
        ["args"] = Arguments,
        ["arguments"] = Arguments,
        ["queue"] = (job, value) => job with { Queue = Text(value) },
        ["priority"] = (job, value) => job with { Priority = Number(value) },
        ["title"] = (job, value) => job with { Title = Text(value) },
        ["timeLimit"] = (job, value) => job with { TimeLimit = Span(value) },
        ["type"] = (job, value) => job with { Type = Text(value) },
        ["user"] = (job, value) => job with { User = Text(value) },
        ["public"] = (job, value) => job with { Public = Flag(value) },
        ["meta"] = (job, value) => job with { Meta = Object(value) },
        ["resultTransforms"] = (job, value) => job with { ResultTransforms = ArrayOfTransforms(value) },
        ["tags"] = (job, value) => job with { Tags = Texts(value) },
        ["parent"] = (job, value) => job with { Parent = Id(value) },
        ["delay"] = (job, value) => job with { Delay = Span(value) },
        ["at"] = (job, value) => job with { At = Time(value) },
        ["expires"] = (job, value) => job with { Expires = Span(value) },
        ["hardTimeLimit"] = (job, value) => job with { HardTimeLimit = Span(value) },
        ["retry"] = (job, value) => job with { Retry = NestedFields.Retry(value) },
        ["redeliver"] = (job, value) => job with { Redeliver = Flag(value) },
        ["maxLostRuns"] = (job, value) => job with { MaxLostRuns = Number(value) },
        ["unique"] = (job, value) => job with { Unique = NestedFields.Unique(value) },
        ["limit"] = (job, value) => job with { Limit = NestedFields.Limit(value) },
    };

    /// <summary>The names of the fields that a line may have.</summary>
    public static IEnumerable<string> Names => Fields.Keys;

    /// <summary>The job of a line.</summary>
    /// <param name="line">A JSON object in UTF-8.</param>
    /// <param name="template">The fields that the line does not give, but for the id: each line has its own.</param>
    /// <param name="what">What problems call it.</param>
    /// <exception cref="UsageException">It is none: everything that is wrong with it.</exception>
    public static JobRequest Read(ReadOnlyMemory<byte> line, JobRequest template, string what = "line")
    {
        if (!Utf8.IsValid(line.Span))
            throw new UsageException($"the {what} is not UTF-8");
        try
        {
            using var json = JsonDocument.Parse(line);
            return Read(json.RootElement, template, what);
        }
        catch (JsonException e)
        {
            throw new UsageException($"the {what} is no JSON: {JsonValues.Reason(e)}");
        }
        catch (InvalidOperationException)
        {
            throw new UsageException($"the {what} has a field whose name is no text");
        }
    }

    private static JobRequest Read(JsonElement json, JobRequest template, string what)
    {
        if (json.ValueKind is not JsonValueKind.Object)
            throw new UsageException($$"""the {{what}} is {{Shown(json)}}; it must be an object such as {"task": "name", "args": [26]}""");
        var problems = new List<string>();
        var job = Fields.Read(json, template with { Id = JobIds.New() }, problems);
        if (!json.TryGetProperty("task"u8, out _) && template.Task.Length == 0)
            problems.Add("task is missing; give the task's full name");
        if (problems.Count > 0)
            throw new UsageException([.. problems]);
        return job.Limit is { Key: "" } limit ? job with { Limit = limit with { Key = job.Task } } : job;
    }
}
