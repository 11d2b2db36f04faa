namespace Gristmill.Execution.Runs;

/// <summary>A run to be made of a job: what running it takes, wherever it runs.</summary>
public sealed record RunRequest
{
    public required Guid Job { get; init; }

    /// <summary>The fence of the claim: no two runs of a job have the same.</summary>
    public required int Run { get; init; }

    /// <summary>How many runs of the job have begun, this one included.</summary>
    public required int Attempt { get; init; }

    /// <summary>The full name of the task.</summary>
    public required string Task { get; init; }

    public required string Queue { get; init; }

    /// <summary>A JSON array, or an object of named arguments.</summary>
    public required string Arguments { get; init; }

    /// <summary>What happens around the call; null for nothing.</summary>
    public JobTransforms? Transforms { get; init; }

    /// <summary>The most time before it is told to stop; null for the default of <see cref="RunOptions"/>.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>A run that is lost counts as failed: it is not repeated.</summary>
    public bool AtMostOnce { get; init; }

    /// <summary>How many earlier runs of the job have failed.</summary>
    public int Failures { get; init; }

    /// <summary>Since when the job could have run.</summary>
    public DateTimeOffset Due { get; init; }

    /// <summary>The silo that runs it.</summary>
    public string? Silo { get; init; }

    /// <summary>The span that the run belongs below, as W3C's <c>traceparent</c>; null for none.</summary>
    public string? TraceParent { get; init; }
}
