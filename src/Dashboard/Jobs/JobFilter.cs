using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Gristmill.Dashboard.Jobs;

/// <summary>What the jobs page lists, as its address says it: an address can be kept, sent and gone back to.</summary>
internal sealed record JobFilter
{
    public const string Waiting = "Waiting";
    public const string Running = "Running";

    /// <summary>The one value of <see cref="Sort"/> but for none.</summary>
    public const string OldestFirst = "oldest";

    /// <summary>The kinds of statuses that a person chooses among, and the statuses that each stands for.</summary>
    public static readonly (string Name, JobStatus[] Statuses)[] Kinds =
    [
        (Waiting, [JobStatus.Inactive, JobStatus.Queued]),
        (Running, [.. Enum.GetValues<JobStatus>().Where(status => status.IsHeld())]),
        (nameof(JobStatus.Success), [JobStatus.Success]),
        (nameof(JobStatus.Error), [JobStatus.Error]),
        (nameof(JobStatus.Canceled), [JobStatus.Canceled]),
    ];

    /// <summary>How far back a person may choose to look.</summary>
    public static readonly (string Name, TimeSpan Span)[] Spans =
    [
        ("15m", TimeSpan.FromMinutes(15)), ("1h", TimeSpan.FromHours(1)), ("1d", TimeSpan.FromDays(1)), ("7d", TimeSpan.FromDays(7)),
    ];

    public string[] Status { get; init; } = [];
    public string? Task { get; init; }
    public string? Queue { get; init; }
    public string? Tag { get; init; }
    public string? Text { get; init; }
    public string? Parent { get; init; }
    public string? Since { get; init; }
    public string? Until { get; init; }
    public string? Sort { get; init; }
    public string? After { get; init; }

    /// <summary>Whether the first submitted comes first: the order in which pages can be turned at the same cost wherever they are.</summary>
    public bool IsOldestFirst => Sort == OldestFirst;

    /// <summary>Whether it lets every job pass.</summary>
    public bool IsEmpty => (this with { Sort = null, After = null }).Parameters() is { HasValue: false };

    /// <summary>The page's address.</summary>
    public string Address => $"jobs{Parameters()}";

    /// <summary>The query, or why it cannot be.</summary>
    public JobQuery? ToQuery(DateTimeOffset now, int limit, out string? fault)
    {
        fault = null;
        var parent = Guid.Empty;
        if (Parent is not null && !Guid.TryParse(Parent, out parent))
            fault = $"The parent '{Parent}' is no job's id.";
        var (since, until) = (Time(Since, now, ref fault), Time(Until, now, ref fault));
        return fault is not null ? null : new JobQuery
        {
            Statuses = [.. Kinds.Where(kind => Status.Contains(kind.Name)).SelectMany(kind => kind.Statuses)],
            Task = Task,
            Queue = Queue,
            Tag = Tag,
            Text = Text,
            Parent = Parent is null ? null : parent,
            Since = since,
            Until = until,
            Cursor = After,
            OldestFirst = IsOldestFirst,
            Limit = limit,
        };
    }

    private static DateTimeOffset? Time(string? text, DateTimeOffset now, ref string? fault)
    {
        if (text is null)
            return null;
        if (Array.Find(Spans, span => span.Name == text) is { Name: not null } span)
            return now - span.Span;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;
        fault = $"'{text}' is no time; write it as 2026-11-22T14:05 (UTC).";
        return null;
    }

    private QueryString Parameters()
    {
        var parameters = new QueryString();
        foreach (var status in Status)
            parameters = parameters.Add("status", status);
        foreach (var (name, value) in new[]
            { ("task", Task), ("queue", Queue), ("tag", Tag), ("text", Text), ("parent", Parent), ("since", Since), ("until", Until), ("sort", Sort), ("after", After) })
            if (!string.IsNullOrWhiteSpace(value))
                parameters = parameters.Add(name, value);
        return parameters;
    }
}
