namespace Gristmill;

/// <summary>
/// One request to run a task. What is left null comes from the task's defaults, then from the plugin's, then from the platform's.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record JobRequest
{
    /// <summary>
    /// The job's identity, made by the submitter (a version 7 UUID, so that ids sort by time). Submitting an id twice is one job.
    /// </summary>
    [Id(0)] public required Guid Id { get; init; }

    /// <summary>The task's full name, <c>gwexample.analyses.tasks.fibonacci</c>.</summary>
    [Id(1)] public required string Task { get; init; }

    /// <summary>
    /// The arguments as JSON text: an array binds by position, an object by name. At most <see cref="Limits.ArgumentBytes"/> of
    /// UTF-8. An object in them that has a <c>$transform</c>, at any depth, names a transform and stands for what that yields.
    /// </summary>
    [Id(2)] public string Arguments { get; init; } = "[]";

    /// <summary>The queue to wait in, or null for the task's own.</summary>
    [Id(3)] public string? Queue { get; init; }

    /// <summary>0 to 9, the greater the sooner, or null for the task's own (5 if it has none).</summary>
    [Id(4)] public int? Priority { get; init; }

    /// <summary>A title for people, or null for the task's own.</summary>
    [Id(5)] public string? Title { get; init; }

    /// <summary>How long a run may take before it is canceled with reason TimeLimit, or null for the task's own.</summary>
    [Id(6)] public TimeSpan? TimeLimit { get; init; }

    /// <summary>
    /// The submitter is about to wait for the end: its mark is set with the submission, and costs no write of its own.
    /// </summary>
    [Id(7)] public bool Watched { get; init; }

    /// <summary>What kind of job it is, for people's filters; Girder's <c>type</c>. Null for none.</summary>
    [Id(8)] public string? Type { get; init; }

    /// <summary>On whose behalf it runs; null for nobody in particular.</summary>
    [Id(9)] public string? User { get; init; }

    /// <summary>Whether everybody may see it, where there are users; Girder's <c>public</c>.</summary>
    [Id(10)] public bool Public { get; init; }

    /// <summary>
    /// Fields of the submitter's own, as a JSON object; at most <see cref="Limits.MetaBytes"/> of UTF-8. Null for none.
    /// </summary>
    [Id(11)] public string? Meta { get; init; }

    /// <summary>Words to find the job by; at most <see cref="Limits.Tags"/>, each 1 to 64 characters.</summary>
    [Id(12)] public string[] Tags { get; init; } = [];

    /// <summary>The job that submitted this one, if one did.</summary>
    [Id(13)] public Guid? Parent { get; init; }

    /// <summary>
    /// How long to wait before the job may run; null to run as soon as a slot is free. Not with <see cref="At"/>.
    /// </summary>
    [Id(14)] public TimeSpan? Delay { get; init; }

    /// <summary>
    /// The earliest time at which the job may run; null to run as soon as a slot is free. Not with <see cref="Delay"/>.
    /// </summary>
    [Id(15)] public DateTimeOffset? At { get; init; }

    /// <summary>
    /// How long after its submission the job may still start; then it is Canceled with reason Expired. Null for ever.
    /// </summary>
    [Id(16)] public TimeSpan? Expires { get; init; }

    /// <summary>
    /// How long past the time limit a task may go on before its run is recorded as Error without it; null for the silo's grace.
    /// </summary>
    [Id(17)] public TimeSpan? HardTimeLimit { get; init; }

    /// <summary>What to do when a run fails; null for the task's own.</summary>
    [Id(18)] public RetryPolicy? Retry { get; init; }

    /// <summary>Whether a run lost with its silo may run again; null for the task's own.</summary>
    [Id(19)] public bool? Redeliver { get; init; }

    /// <summary>How many runs may be lost with their silos, 1 to 100, before the job is Error; null for the task's own.</summary>
    [Id(20)] public int? MaxLostRuns { get; init; }

    /// <summary>A key that no other job may have at the same time; null for none.</summary>
    [Id(21)] public UniqueRule? Unique { get; init; }

    /// <summary>A limit that the job shares with all jobs of its key, beside its task's own; null for none.</summary>
    [Id(22)] public JobLimit? Limit { get; init; }

    /// <summary>
    /// What becomes of the result, as a JSON array: <c>[{"$transform": "artifact", "name": "report.csv"}]</c>; null for the
    /// task's own. If the result is an array, each takes the element at its own place, and null leaves one alone; else the first
    /// takes it whole. At most <see cref="Limits.ResultTransforms"/>, and <see cref="Limits.MetaBytes"/> of UTF-8.
    /// </summary>
    [Id(23)] public string? ResultTransforms { get; init; }

    /// <summary>
    /// A digest of what was submitted, where the submitter does not choose the id by chance: a request with the id and another
    /// digest is refused. Null for none.
    /// </summary>
    [Id(24)] public string? Digest { get; init; }

    /// <summary>
    /// The span that its runs belong to, as W3C's <c>traceparent</c>: filled in by <see cref="JobClient"/> if the caller is
    /// traced. Null, or what cannot be read, for none.
    /// </summary>
    [Id(25)] public string? TraceParent { get; init; }
}
