namespace Gristmill;

/// <summary>A job as everybody may see it: one moment of its row in the store, and how far a running task says it is.</summary>
[GenerateSerializer, Immutable]
public sealed record JobView
{
    /// <summary>The job's identity.</summary>
    [Id(0)] public required Guid Id { get; init; }

    /// <summary>Where it is in its life.</summary>
    [Id(1)] public required JobStatus Status { get; init; }

    /// <summary>The task's full name.</summary>
    [Id(2)] public required string Task { get; init; }

    /// <summary>The title for people.</summary>
    [Id(3)] public required string Title { get; init; }

    /// <summary>The queue it waits or waited in.</summary>
    [Id(4)] public required string Queue { get; init; }

    /// <summary>0 to 9, the greater the sooner.</summary>
    [Id(5)] public int Priority { get; init; }

    /// <summary>The arguments as JSON text; what is secret in them is <c>"***"</c>.</summary>
    [Id(6)] public required string Arguments { get; init; }

    /// <summary>
    /// The result as JSON text once the job is Success; null before, and again after <see cref="ResultExpired"/>; <c>"null"</c>
    /// for a task that returns nothing.
    /// </summary>
    [Id(7)] public string? Result { get; init; }

    /// <summary>What went wrong, once the job is Error; the cause, once it is Canceled by a limit.</summary>
    [Id(8)] public JobError? Error { get; init; }

    /// <summary>
    /// How often the job was started. Each start is a run; a run records at most one outcome. A claim that was given back
    /// unstarted does not count.
    /// </summary>
    [Id(9)] public int Attempt { get; init; }

    /// <summary>How often a run was lost with its silo.</summary>
    [Id(10)] public int LostRuns { get; init; }

    /// <summary>The silo that runs it, or ran it last; null before the first run.</summary>
    [Id(11)] public string? Silo { get; init; }

    /// <summary>Why it was told to stop: a person's words, <c>TimeLimit</c>, or null.</summary>
    [Id(12)] public string? CancelReason { get; init; }

    /// <summary>When the job was accepted.</summary>
    [Id(13)] public DateTimeOffset Created { get; init; }

    /// <summary>When the latest run started; null before the first.</summary>
    [Id(14)] public DateTimeOffset? Started { get; init; }

    /// <summary>When the job ended; null before.</summary>
    [Id(15)] public DateTimeOffset? Finished { get; init; }

    /// <summary>How far the running task says it is, or said last.</summary>
    [Id(16)] public JobProgress? Progress { get; init; }

    /// <summary>Every change of status, oldest first. Empty in listings.</summary>
    [Id(17)] public JobEvent[] History { get; init; } = [];

    /// <summary>Grows with every change of status, progress or log; see <see cref="IJobGrain.WatchAsync"/>.</summary>
    [Id(18)] public int Version { get; init; }

    /// <summary>The most time a run may take; null for no limit.</summary>
    [Id(19)] public TimeSpan? TimeLimit { get; init; }

    /// <summary>
    /// A remark for people on why nothing happens, such as that no silo offers the task; null when there is none.
    /// </summary>
    [Id(20)] public string? Notice { get; init; }

    /// <summary>What kind of job it is; Girder's <c>type</c>.</summary>
    [Id(21)] public string? Type { get; init; }

    /// <summary>On whose behalf it runs; null for nobody in particular.</summary>
    [Id(22)] public string? User { get; init; }

    /// <summary>Whether everybody may see it, where there are users.</summary>
    [Id(23)] public bool Public { get; init; }

    /// <summary>Fields of the submitter's own, as a JSON object; null for none.</summary>
    [Id(24)] public string? Meta { get; init; }

    /// <summary>Words to find the job by.</summary>
    [Id(25)] public string[] Tags { get; init; } = [];

    /// <summary>The job that submitted this one, if one did.</summary>
    [Id(26)] public Guid? Parent { get; init; }

    /// <summary>The first job of the family: the parent's root, or the job itself.</summary>
    [Id(27)] public Guid Root { get; init; }

    /// <summary>How many runs have failed.</summary>
    [Id(28)] public int Failures { get; init; }

    /// <summary>How many runs may fail before the job is Error.</summary>
    [Id(29)] public int MaxAttempts { get; init; } = 1;

    /// <summary>While the job waits: the earliest time of its next run.</summary>
    [Id(30)] public DateTimeOffset? WakeAt { get; init; }

    /// <summary>The time after which it will not start; null for none.</summary>
    [Id(31)] public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How many jobs it has submitted, by status. Empty in listings.</summary>
    [Id(32)] public ChildCount[] Children { get; init; } = [];

    /// <summary>The key that no other job may have at the same time, as it was submitted; null for none.</summary>
    [Id(33)] public UniqueRule? Unique { get; init; }

    /// <summary>Whether the job has the key of <see cref="Unique"/> now.</summary>
    [Id(34)] public bool HoldsKey { get; init; }

    /// <summary>
    /// What it shares with other jobs while it runs. The keys begin with <c>task:</c> for its task's limit, and with <c>key:</c>
    /// for that of its submitter; <c>last lost run</c> is the platform's, for jobs that may be lost with their silo only once
    /// more.
    /// </summary>
    [Id(35)] public JobLimit[] Limits { get; init; } = [];

    /// <summary>The key of that one of <see cref="Limits"/> which holds the waiting job back; null while none does.</summary>
    [Id(36)] public string? WaitsFor { get; init; }

    /// <summary>
    /// When the result was dropped, where results are kept for less time than their jobs; null while it is kept.
    /// </summary>
    [Id(37)] public DateTimeOffset? ResultExpired { get; init; }

    /// <summary>The transforms of its result as a JSON array, null for none; what is secret in them is <c>"***"</c>.</summary>
    [Id(38)] public string? ResultTransforms { get; init; }

    /// <summary>The time before which it was not to start, as it was submitted; null if it could at once.</summary>
    [Id(39)] public DateTimeOffset? NotBefore { get; init; }

    /// <summary>
    /// How long past the time limit a task may go on before its run is Error without it; null for the silo's grace.
    /// </summary>
    [Id(40)] public TimeSpan? HardTimeLimit { get; init; }

    /// <summary>When a failed run is followed by another; null for never.</summary>
    [Id(41)] public RetryPolicy? Retry { get; init; }

    /// <summary>How many runs may be lost with their silos before the job is Error; null for the platform's number.</summary>
    [Id(42)] public int? MaxLostRuns { get; init; }

    /// <summary>Whether a run lost with its silo may run again.</summary>
    [Id(43)] public bool Redeliver { get; init; } = true;
}
