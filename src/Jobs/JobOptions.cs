namespace Gristmill.Jobs;

/// <summary>How a job is to be run. Stored as JSON, null members left out.</summary>
public sealed record JobOptions
{
    public static readonly JobOptions None = new();

    /// <summary>The most time a run may take before it is told to stop.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>How long it may go on past that before its run is recorded without it; null for the silo's grace.</summary>
    public TimeSpan? HardTimeLimit { get; init; }

    /// <summary>When a failed run is followed by another; null for never.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>How many runs may be lost with their silo before the job is Error; null for the platform's 5.</summary>
    public int? MaxLostRuns { get; init; }

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
