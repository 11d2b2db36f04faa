using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gristmill.Dashboard.Parts;

namespace Gristmill.Dashboard.Submit;

/// <summary>A job that somebody is about to submit: its arguments as fields or as JSON, and its options.</summary>
internal sealed partial class JobForm
{
    /// <summary>The ids of controls.</summary>
    public const string TaskId = "task", JsonId = "json", UnseenId = "unseen-kept";

    /// <summary>Made once: what is submitted twice because an answer was lost is one job.</summary>
    private readonly Guid _id = Guid.CreateVersion7();

    public TaskDescriptor? Task { get; private set; }

    public Field[] Fields { get; private set; } = [];

    /// <summary>The arguments are given as JSON text instead of fields.</summary>
    public bool AsJson { get; private set; }

    public string Json { get; set; } = "{}";

    /// <summary>What the page puts into the control, as of <see cref="Field.Shown"/>.</summary>
    public string ShownJson { get; private set; } = "{}";

    public Option Title { get; } = new("Title", "title");
    public Option Queue { get; } = new("Queue", "queue");
    public Option Priority { get; } = new("Priority", "priority", "0 to 9");
    public Option Tags { get; } = new("Tags", "tags", "with commas");
    public Option Delay { get; } = new("Start after", "delay", "seconds, 5m, or a time in UTC: 2030-12-31T23:59");
    public Option Limit { get; } = new("Time limit", "timeLimit", "seconds, or 5m");
    public Option Attempts { get; } = new("Attempts", "retry.maxAttempts", "1 to 1,000");

    public IEnumerable<Option> Options => [Title, Queue, Priority, Tags, Delay, Limit, Attempts];

    /// <summary>The job that is submitted again, as far as the form does not show it; null if none is.</summary>
    public Unseen? Before { get; private set; }

    /// <summary>What the form does not show is sent, too.</summary>
    public bool KeepsUnseen { get; set; } = true;

    public void Choose(TaskDescriptor? task)
    {
        Task = task;
        Fields = [.. (task?.Parameters ?? []).Select(parameter => new Field(parameter))];
        (AsJson, Before) = (false, null);
        ShowJson("{}");
        (Title.Default, Queue.Default, Priority.Default) = (task?.Title, task?.Queue
            ?? "default", Option.Words(task?.Priority ?? 5));
        (Limit.Default, Attempts.Default) = (Option.Words(task?.TimeLimit), Option.Words(task?.Retry?.MaxAttempts ?? 1));
    }

    /// <summary>Shows a job that was submitted before.</summary>
    public void Show(JobView job)
    {
        Title.Show(job.Title == Task?.Title ? "" : job.Title);
        Queue.Show(job.Queue);
        Tags.Show(string.Join(", ", job.Tags));
        Priority.Show(Option.Words(job.Priority));
        Limit.Show(Option.Words(job.TimeLimit));
        Attempts.Show(Option.Words(job.MaxAttempts) is var attempts && attempts == Attempts.Default ? "" : attempts);
        Before = new Unseen(job, Task);
        ShowJson(Words.Pretty(job.Arguments));
        AsJson = !TryReadJson();
    }

    /// <summary>Takes what is seen in the page's controls, by their ids.</summary>
    public void Take(IReadOnlyDictionary<string, string> seen)
    {
        foreach (var field in Fields)
            if (seen.TryGetValue(field.Id, out var text))
                field.Text = text;
        foreach (var option in Options)
            if (seen.TryGetValue(option.Id, out var text))
                option.Text = text;
        Json = seen.GetValueOrDefault(JsonId, Json);
        KeepsUnseen = seen.GetValueOrDefault(UnseenId, KeepsUnseen ? "true" : "false") == "true";
    }

    /// <summary>Shows what was seen in controls of the same form that are gone.</summary>
    public void Restore(IReadOnlyDictionary<string, string> seen)
    {
        Take(seen);
        AsJson = seen.ContainsKey(JsonId);
        foreach (var field in Fields)
            field.ShowTyped();
        foreach (var option in Options)
            option.Show(option.Text);
        ShowJson(Json);
    }

    /// <summary>Goes over from fields to JSON or back; says why it cannot.</summary>
    public string? Switch()
    {
        if (!AsJson)
        {
            var arguments = Arguments(out var problems);
            if (problems.Length > 0)
                return "One of the fields is no JSON yet.";
            ShowJson(Words.Pretty(arguments));
        }
        else if (!TryReadJson())
            return "The fields cannot show all of this as it is; it must be an array or object with the task's parameters.";
        AsJson = !AsJson;
        return null;
    }

    /// <summary>The request, and a sentence for everything typed that it has no place for, in the silo's manner.</summary>
    public JobRequest ToRequest(out string[] problems)
    {
        problems = [];
        var arguments = AsJson ? Json : Arguments(out problems);
        var (delay, at) = Delay.Start(ref problems);
        var request = new JobRequest
        {
            Id = _id,
            Task = Task!.Name,
            Arguments = arguments,
            Title = Title.Given,
            Queue = Queue.Given,
            Tags = Tags.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Priority = Priority.Number(ref problems),
            Delay = delay,
            At = at,
            TimeLimit = Limit.Span(ref problems),
            Retry = Attempts.Number(ref problems) is { } attempts
                ? (Task.Retry ?? new RetryPolicy()) with { MaxAttempts = attempts } : null,
            Watched = true,
        };
        return KeepsUnseen && Before is not null ? Before.AddTo(request) : request;
    }

    /// <summary>Which parameter a sentence of the silo is about; null if it is about something else.</summary>
    public static string? ParameterOf(string problem) =>
        AboutArgument().Match(problem) is { Success: true } match ? match.Groups[1].Value : null;

    private void ShowJson(string json) => ShownJson = Json = json;

    private string Arguments(out string[] problems)
    {
        var (arguments, bad) = (new JsonObject(), new List<string>());
        foreach (var field in Fields.Where(field => !field.IsLeftOut))
        {
            var value = field.Value(out var problem);
            if (problem is null)
                arguments[field.Parameter.Name] = value;
            else
                bad.Add(problem);
        }
        problems = [.. bad];
        return arguments.ToJsonString();
    }

    private bool TryReadJson()
    {
        try
        {
            var given = Field.Strict(Json) switch
            {
                JsonArray array when array.Count <= Fields.Length && !SpreadsRest(array) =>
                    array.Select((value, i) => (Fields[i].Parameter.Name, value)).ToArray(),
                JsonObject members => [.. members.Select(member => (member.Key, member.Value))],
                _ => null,
            };
            var shown = 0;
            foreach (var field in given is null ? [] : Fields)
            {
                var found = Array.FindIndex(given!, argument =>
                    field.Parameter.Name.Equals(argument.Item1, StringComparison.OrdinalIgnoreCase));
                if (found < 0)
                    field.Clear();
                else if (field.TryShow(given![found].Item2))
                    shown++;
            }
            return shown == given?.Length;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // One value of several at the place of params is no value of that field.
    private bool SpreadsRest(JsonArray arguments) =>
        arguments.Count == Fields.Length && Fields is [.., { Parameter.IsRest: true }] && arguments[^1] is not JsonArray;

    [GeneratedRegex(@"argument '(\w+)")]
    private static partial Regex AboutArgument();
}
