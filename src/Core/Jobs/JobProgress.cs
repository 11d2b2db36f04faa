namespace Gristmill;

/// <summary>How far a task says it is.</summary>
/// <param name="Current">How much is done, in the task's own unit.</param>
/// <param name="Total">How much there is to do, in the same unit; 0 when it is not known.</param>
/// <param name="Message">What it is doing.</param>
[GenerateSerializer, Immutable]
public sealed record JobProgress(
    [property: Id(0)] double Current,
    [property: Id(1)] double Total,
    [property: Id(2)] string? Message);
