namespace Gristmill;

/// <summary>Which jobs to list.</summary>
[GenerateSerializer, Immutable]
public sealed record JobQuery
{
    /// <summary>Only jobs of these statuses; empty for all.</summary>
    [Id(0)] public JobStatus[] Statuses { get; init; } = [];

    /// <summary>Only jobs of this task; null for all.</summary>
    [Id(1)] public string? Task { get; init; }

    /// <summary>Only jobs of this queue; null for all.</summary>
    [Id(2)] public string? Queue { get; init; }

    /// <summary>The most rows, 1 to 1,000; fewer if they are very large (<see cref="Limits.AnswerCharacters"/>).</summary>
    [Id(3)] public int Limit { get; init; } = 50;

    /// <summary>
    /// The <see cref="JobPage.Next"/> of the page before, or the <see cref="JobPage.Previous"/> of the one behind; null for the
    /// first page.
    /// </summary>
    [Id(4)] public string? Cursor { get; init; }

    /// <summary>Only jobs with this tag; null for all.</summary>
    [Id(5)] public string? Tag { get; init; }

    /// <summary>Only jobs submitted by this job; null for all.</summary>
    [Id(6)] public Guid? Parent { get; init; }

    /// <summary>Only jobs accepted at this time or later; null for all.</summary>
    [Id(7)] public DateTimeOffset? Since { get; init; }

    /// <summary>Only jobs accepted before this time; null for all.</summary>
    [Id(8)] public DateTimeOffset? Until { get; init; }

    /// <summary>
    /// Only jobs with this text in their title, task, arguments or error, in any case of its letters; null for all.
    /// </summary>
    [Id(9)] public string? Text { get; init; }

    /// <summary>Whether the first submitted (or ended, see <see cref="ByEnd"/>) comes first; else the last does.</summary>
    [Id(10)] public bool OldestFirst { get; init; }

    /// <summary>Only jobs that ended at this time or later; null for all.</summary>
    [Id(11)] public DateTimeOffset? EndedSince { get; init; }

    /// <summary>Only jobs that ended before this time; null for all.</summary>
    [Id(12)] public DateTimeOffset? EndedUntil { get; init; }

    /// <summary>
    /// Whether jobs are listed in the order of their end: whoever asks by end wants that, and it costs the same anywhere.
    /// </summary>
    public bool ByEnd => EndedSince is not null || EndedUntil is not null;
}
