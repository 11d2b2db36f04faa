using Gristmill.Core;
using Gristmill.Json;
using Microsoft.AspNetCore.Http;

namespace Gristmill.Dashboard.Jobs;

/// <summary>What the jobs page lists, as its address says it: an address can be kept, sent and gone back to.</summary>
internal sealed record JobFilter
{
    public const string Waiting = "Waiting";
    public const string Running = "Running";

    /// <summary>A value of <see cref="Sort"/>, and what is meant without one.</summary>
    public const string NewestFirst = "newest";

    /// <summary>The other value of <see cref="Sort"/>.</summary>
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

    /// <summary>How far back people like to look; any other span will do.</summary>
    public static readonly string[] Spans = ["15m", "1h", "1d", "7d"];

    /// <summary>
    /// Names of <see cref="Kinds"/> or of statuses, in any case of letters; several may be given in one text, with commas.
    /// </summary>
    public string[] Status
    {
        get; init =>
        field = [.. value.SelectMany(each => each.Split(',', StringSplitOptions.TrimEntries))];
    } = [];

    public string? Task { get; init; }
    public string? Queue { get; init; }
    public string? Tag { get; init; }
    public string? Text { get; init; }
    public string? Parent { get; init; }
    public string? Since { get; init; }
    public string? Until { get; init; }
    public string? EndedSince { get; init; }
    public string? EndedUntil { get; init; }
    public string? Sort { get; init; }
    public string? After { get; init; }

    /// <summary>Whether the first comes first: by submission or by end, in which pages cost the same wherever they are.</summary>
    public bool IsOldestFirst => Sort == OldestFirst;

    /// <summary>Whether the order is that of ends; <see cref="JobQuery.ByEnd"/>.</summary>
    public bool IsByEnd => EndedSince is not null || EndedUntil is not null;

    /// <summary>Whether it lets every job pass.</summary>
    public bool IsEmpty => (this with { Sort = null, After = null }).Parameters() is { HasValue: false };

    /// <summary>The page's address.</summary>
    public string Address => $"jobs{Parameters()}";

    /// <summary>What may be chosen: the kinds, and what else the address names.</summary>
    public IEnumerable<string> Choices => Kinds.Select(kind => kind.Name).Union(Status, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a status is among those asked for.</summary>
    public bool Has(string status) => Status.Contains(status, StringComparer.OrdinalIgnoreCase);

    /// <summary>The same without a status that it has, or with one that it has not.</summary>
    public JobFilter Toggle(string status) => this with
    {
        Status = Has(status) ? [.. Status.Where(other => !other.Equals(status, StringComparison.OrdinalIgnoreCase))]
            : [.. Status, status],
    };

    /// <summary>The query, or everything that is wrong with it, a line for each.</summary>
    public JobQuery? ToQuery(DateTimeOffset now, int limit, out string? fault)
    {
        var faults = new List<string>();
        if (Sort is not (null or NewestFirst or OldestFirst))
            faults.Add($"sort is '{Sort}'; it must be {NewestFirst} or {OldestFirst}");
        var parent = Guid.Empty;
        if (Parent is not null && !Guid.TryParse(Parent, out parent))
            faults.Add($"parent is '{Parent}'; it must be a job's id");
        var query = new JobQuery
        {
            Statuses = [.. Status.SelectMany(status => Statuses(status, faults)).Distinct()],
            Task = Task,
            Queue = Queue,
            Tag = Tag,
            Text = Text,
            Parent = Parent is null ? null : parent,
            Since = Time("since", Since, now, faults),
            Until = Time("until", Until, now, faults),
            EndedSince = Time("endedSince", EndedSince, now, faults),
            EndedUntil = Time("endedUntil", EndedUntil, now, faults),
            Cursor = After,
            OldestFirst = IsOldestFirst,
            Limit = limit,
        };
        fault = faults.Count == 0 ? null : string.Join('\n', faults);
        return fault is null ? query : null;
    }

    private static JobStatus[] Statuses(string text, List<string> faults)
    {
        if (Array.Find(Kinds, kind => kind.Name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { Statuses: { } kind })
            return kind;
        if (JsonValues.TryParseStatus(text, out var status))
            return [status];
        faults.Add($"status is '{text}'; it must be one of {string.Join(", ", Kinds.Select(kind => kind.Name).Union(Enum.GetNames<JobStatus>()))}");
        return [];
    }

    private static DateTimeOffset? Time(string name, string? text, DateTimeOffset now, List<string> faults)
    {
        if (text is null)
            return null;
        if (Times.TryParseSpan(text, out var ago))
            return now - TimeSpan.FromTicks(Math.Min(ago.Ticks, now.UtcTicks));
        if (Times.TryParseTime(text, out var time))
            return time;
        faults.Add($"{name} is '{text}'; it must be a span of time before now, such as 30m or 12h, or a time such as 2026-11-22T14:05 (UTC)");
        return null;
    }

    private QueryString Parameters()
    {
        var parameters = new QueryString();
        foreach (var status in Status)
            parameters = parameters.Add("status", status);
        foreach (var (name, value) in new[]
        {
            ("task", Task), ("queue", Queue), ("tag", Tag), ("text", Text), ("parent", Parent),
            ("since", Since), ("until", Until), ("endedSince", EndedSince), ("endedUntil", EndedUntil), ("sort", Sort),
            ("after", After),
        })
            if (!string.IsNullOrWhiteSpace(value))
                parameters = parameters.Add(name, value);
        return parameters;
    }
}
