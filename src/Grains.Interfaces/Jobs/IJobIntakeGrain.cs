using Orleans.Concurrency;

namespace Gristmill;

/// <summary>
/// Where jobs come in, on whichever silo the caller reaches. It has no identity: what it accepts is on disk before it answers.
/// One call for many jobs, since an activation or a commit a job would be the dearest thing on the path.
/// </summary>
public interface IJobIntakeGrain : IGrainWithIntegerKey
{
    /// <summary>Checks each request against the catalogue and stores the good ones as Queued, all in one commit.</summary>
    /// <param name="requests">At most <see cref="Limits.BatchJobs"/>.</param>
    /// <returns>One receipt a request, in their order.</returns>
    Task<JobReceipt[]> SubmitAsync(JobRequest[] requests);

    /// <summary>Checks a request as <see cref="SubmitAsync"/> does, and stores nothing.</summary>
    /// <param name="request">The job.</param>
    /// <returns>Everything that is wrong with it, a sentence each; empty if nothing is.</returns>
    Task<string[]> CheckAsync(JobRequest request);

    /// <summary>A page of jobs.</summary>
    /// <param name="query">What to list, and from where.</param>
    Task<JobPage> ListAsync(JobQuery query);

    /// <summary>How many jobs fit a query on all its pages together. Takes longer than a page: it looks at every job that might.</summary>
    /// <param name="query">Which jobs; its limit and cursor do not matter.</param>
    Task<long> CountAsync(JobQuery query);

    /// <summary>Every task that a live silo offers, by name.</summary>
    Task<OfferedTask[]> TasksAsync();

    /// <summary>Every worker pool whose silo still lives, by silo name.</summary>
    Task<SiloView[]> SilosAsync();
}

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
    /// The <see cref="JobPage.Next"/> of the page before, or the <see cref="JobPage.Previous"/> of the one behind; null for the first page.
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

    /// <summary>Only jobs with this text in their title, task, arguments or error, in any case of its letters; null for all.</summary>
    [Id(9)] public string? Text { get; init; }

    /// <summary>Whether the first submitted (or ended, see <see cref="ByEnd"/>) comes first; else the last does.</summary>
    [Id(10)] public bool OldestFirst { get; init; }

    /// <summary>Only jobs that ended at this time or later; null for all.</summary>
    [Id(11)] public DateTimeOffset? EndedSince { get; init; }

    /// <summary>Only jobs that ended before this time; null for all.</summary>
    [Id(12)] public DateTimeOffset? EndedUntil { get; init; }

    /// <summary>Whether jobs are listed in the order of their end: whoever asks by end wants that, and it costs the same anywhere.</summary>
    public bool ByEnd => EndedSince is not null || EndedUntil is not null;
}

/// <summary>A page of jobs.</summary>
/// <param name="Jobs">The rows, without their history.</param>
/// <param name="Next">The cursor of the page behind; null on the last.</param>
/// <param name="Previous">The cursor of the page before; null on the first.</param>
[GenerateSerializer, Immutable]
public sealed record JobPage(
    [property: Id(0)] JobView[] Jobs,
    [property: Id(1)] string? Next,
    [property: Id(2)] string? Previous = null);
