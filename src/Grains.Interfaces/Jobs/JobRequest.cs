namespace Gristmill;

/// <summary>One request to run a task. What is left null comes from the task's defaults, then from the plugin's, then from the platform's.</summary>
[GenerateSerializer, Immutable]
public sealed record JobRequest
{
    /// <summary>The job's identity, made by the submitter (a version 7 UUID, so that ids sort by time). Submitting an id twice is one job.</summary>
    [Id(0)] public required Guid Id { get; init; }

    /// <summary>The task's full name, <c>gwexample.analyses.tasks.fibonacci</c>.</summary>
    [Id(1)] public required string Task { get; init; }

    /// <summary>The arguments as JSON text: an array binds by position, an object by name. At most <see cref="Limits.ArgumentBytes"/> of UTF-8.</summary>
    [Id(2)] public string Arguments { get; init; } = "[]";

    /// <summary>The queue to wait in, or null for the task's own.</summary>
    [Id(3)] public string? Queue { get; init; }

    /// <summary>0 to 9, the greater the sooner, or null for the task's own (5 if it has none).</summary>
    [Id(4)] public int? Priority { get; init; }

    /// <summary>A title for people, or null for the task's own.</summary>
    [Id(5)] public string? Title { get; init; }

    /// <summary>How long a run may take before it is canceled with reason TimeLimit, or null for the task's own.</summary>
    [Id(6)] public TimeSpan? TimeLimit { get; init; }

    /// <summary>The submitter is about to wait for the end: the job grain is told of changes from the start.</summary>
    [Id(7)] public bool Watched { get; init; }
}

/// <summary>The answer to one <see cref="JobRequest"/>: accepted, from then on never lost, or refused with every reason.</summary>
/// <param name="Id">The job's id.</param>
/// <param name="Problems">Each a sentence for the submitter; empty when the job was accepted.</param>
[GenerateSerializer, Immutable]
public sealed record JobReceipt([property: Id(0)] Guid Id, [property: Id(1)] string[] Problems)
{
    /// <summary>Whether the job is on disk.</summary>
    public bool Accepted => Problems.Length == 0;
}

/// <summary>Limits that hold at every face.</summary>
public static class Limits
{
    /// <summary>The most bytes of a job's arguments, as UTF-8: 1 MiB.</summary>
    public const int ArgumentBytes = 1 << 20;

    /// <summary>The most bytes of a job's result, as UTF-8: 1 MiB. A larger result fails the run.</summary>
    public const int ResultBytes = 1 << 20;

    /// <summary>The most jobs in one call; <see cref="JobClient"/> splits larger batches itself.</summary>
    public const int BatchJobs = 5_000;

    /// <summary>The longest queue name, title or task name, in characters.</summary>
    public const int NameLength = 200;
}
