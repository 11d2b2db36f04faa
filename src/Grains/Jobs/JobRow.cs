namespace Gristmill.Jobs;

/// <summary>
/// A job as it is stored: the queue entry, the lease and the timer in one row. Commands (<see cref="JobCommand"/>) read one and
/// answer the next one; stores only load and save. The history is not part of it, since it only grows: see <see cref="JobDecision"/>.
/// </summary>
internal sealed record JobRow
{
    public required Guid Id { get; init; }

    /// <summary>The row's place in commit order; given by the store when the row is inserted, before anybody else sees it.</summary>
    public long Sequence { get; set; }

    public required string Task { get; init; }
    public required string Title { get; init; }
    public required string Queue { get; init; }
    public int Priority { get; init; }
    public JobStatus Status { get; init; }

    /// <summary>The fence: bumped by every claim and never used again; whoever reports for an older run is refused. Not shown.</summary>
    public int Run { get; init; }

    /// <summary>Claims that came to a start: what people and tasks see. A claim that was given back unstarted does not count.</summary>
    public int Attempt { get; init; }

    /// <summary>What the claim of a held job has put out of sight; null if the job had no attempt before.</summary>
    public EarlierAttempt? Earlier { get; init; }

    /// <summary>Runs that ended in an error; what retries spend.</summary>
    public int Failures { get; init; }

    /// <summary>Runs lost with their silo; what <see cref="JobOptions.MaxDeliveries"/> bounds.</summary>
    public int Deliveries { get; init; }

    /// <summary>The silo and incarnation that holds the job; null unless the status <see cref="JobTransitions.IsHeld"/>.</summary>
    public string? Owner { get; init; }

    /// <summary>The name of the silo that holds the job or held it last.</summary>
    public string? Silo { get; init; }

    /// <summary>The earliest time at which a queued job may be claimed.</summary>
    public DateTimeOffset WakeAt { get; init; }

    /// <summary>The key of the limit that holds a queued job back; null while none does, and it is then in its queue's line.</summary>
    public string? BlockedBy { get; init; }

    /// <summary>Whether a queued row may be claimed. Kept by <see cref="JobCommandExecutor"/>; stores index it.</summary>
    public Readiness Readiness { get; init; }

    public DateTimeOffset Created { get; init; }
    public DateTimeOffset? Started { get; init; }
    public DateTimeOffset? Finished { get; init; }

    /// <summary>Who is told what becomes of it.</summary>
    public JobWatch Watch { get; init; }

    /// <summary>How many commands have changed the row.</summary>
    public int Version { get; init; }

    public required string Arguments { get; init; }
    public string? Result { get; init; }

    /// <summary>When the result was dropped, if it was kept for less time than its job.</summary>
    public DateTimeOffset? ResultExpired { get; init; }

    public JobError? Error { get; init; }
    public string? CancelReason { get; init; }
    public JobProgress? Progress { get; init; }

    /// <summary>Who submitted it for whom, and what people call it.</summary>
    public JobLabels Labels { get; init; } = JobLabels.None;

    public Guid? Parent { get; init; }
    public Guid Root { get; init; }
    public JobOptions Options { get; init; } = JobOptions.None;
}

/// <summary>What a row says of the attempt before the claim that holds it.</summary>
internal sealed record EarlierAttempt(DateTimeOffset? Started, string? Silo, JobError? Error, JobProgress? Progress);

/// <summary>What people know a job by; never changed after it was submitted. Stored as JSON, null members left out.</summary>
internal sealed record JobLabels
{
    public static readonly JobLabels None = new();

    public string? Type { get; init; }
    public string? User { get; init; }
    public bool Public { get; init; }
    public string? Meta { get; init; }
    public string[]? Tags { get; init; }

    /// <summary>Where its runs belong, as W3C's <c>traceparent</c>.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>How a job is to be run. Stored as JSON, null members left out.</summary>
internal sealed record JobOptions
{
    public static readonly JobOptions None = new();

    /// <summary>The most time a run may take before it is told to stop.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>How long it may go on past that before its run is recorded without it; null for the silo's grace.</summary>
    public TimeSpan? HardTimeLimit { get; init; }

    /// <summary>When a failed run is followed by another; null for never.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>How many runs may be lost with their silo before the job is Error; null for the platform's 5.</summary>
    public int? MaxDeliveries { get; init; }

    /// <summary>At most once: a run lost with its silo is Error, not queued again.</summary>
    public bool AtMostOnce { get; init; }

    /// <summary>The time before which it was not to start, as it was submitted; null if it could at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The time after which the job does not start any more.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The key that no other job may have at the same time; see <see cref="UniqueKeys"/>.</summary>
    public UniqueRule? Unique { get; init; }

    /// <summary>What it shares with other jobs while it runs; see <see cref="JobLimits"/>. Null for nothing.</summary>
    public JobLimit[]? Limits { get; init; }

    /// <summary>A digest of what was submitted; a submission of the id with another one is refused. Null for none.</summary>
    public string? Digest { get; init; }

    /// <summary>What happens around the call of the task; null for nothing.</summary>
    public JobTransforms? Transforms { get; init; }
}

/// <summary>A job's transforms.</summary>
/// <param name="Arguments">The arguments as they are shown: without secrets. Null if no transform is in them.</param>
/// <param name="Results">The transforms of the result, as a JSON array; null for none.</param>
/// <param name="ResultsShown">The same without secrets.</param>
internal sealed record JobTransforms(string? Arguments, string? Results, string? ResultsShown);

/// <summary>What somebody wants to be told of a job; each includes the one before.</summary>
internal enum JobWatch
{
    None,

    /// <summary>Its end: <see cref="IJobWaitGrain.EndedAsync"/>.</summary>
    End,

    /// <summary>Every change too: <see cref="IJobGrain.ChangedAsync"/>.</summary>
    Changes,
}
