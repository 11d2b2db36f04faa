namespace Gristmill.Jobs;

/// <summary>
/// A job as it is stored: the queue entry, the lease and the timer in one row. Commands (<see cref="JobCommand"/>) read one and
/// answer the next one; stores only load and save. The history is not part of it, since it only grows: see
/// <see cref="JobDecision"/>.
/// </summary>
public sealed record JobRow
{
    public required Guid Id { get; init; }

    /// <summary>
    /// The row's place in commit order; given by the store when the row is inserted, before anybody else sees it.
    /// </summary>
    public long Sequence { get; set; }

    public required string Task { get; init; }
    public required string Title { get; init; }
    public required string Queue { get; init; }
    public int Priority { get; init; }
    public JobStatus Status { get; init; }

    /// <summary>
    /// The fence: bumped by every claim and never used again; whoever reports for an older run is refused. Not shown.
    /// </summary>
    public int Run { get; init; }

    /// <summary>
    /// Claims that came to a start: what people and tasks see. A claim that was given back unstarted does not count.
    /// </summary>
    public int Attempt { get; init; }

    /// <summary>What the claim of a held job has put out of sight; null if the job had no attempt before.</summary>
    public EarlierAttempt? Earlier { get; init; }

    /// <summary>Runs that ended in an error; what retries spend.</summary>
    public int Failures { get; init; }

    /// <summary>Runs lost with their silo; what <see cref="JobOptions.MaxLostRuns"/> bounds.</summary>
    public int LostRuns { get; init; }

    /// <summary>
    /// The silo and incarnation that holds the job; null unless the status <see cref="JobTransitions.IsHeld"/>.
    /// </summary>
    public string? Owner { get; init; }

    /// <summary>The name of the silo that holds the job or held it last.</summary>
    public string? Silo { get; init; }

    /// <summary>The earliest time at which a queued job may be claimed.</summary>
    public DateTimeOffset WakeAt { get; init; }

    /// <summary>
    /// The key of the limit that holds a queued job back; null while none does, and it is then in its queue's line.
    /// </summary>
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
