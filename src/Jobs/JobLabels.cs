namespace Gristmill.Jobs;

/// <summary>What people know a job by; never changed after it was submitted. Stored as JSON, null members left out.</summary>
public sealed record JobLabels
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
