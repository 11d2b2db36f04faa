namespace Gristmill;

/// <summary>A page of jobs.</summary>
/// <param name="Jobs">The rows, without their history.</param>
/// <param name="Next">The cursor of the page behind; null on the last.</param>
/// <param name="Previous">The cursor of the page before; null on the first.</param>
[GenerateSerializer, Immutable]
public sealed record JobPage(
    [property: Id(0)] JobView[] Jobs,
    [property: Id(1)] string? Next,
    [property: Id(2)] string? Previous = null);
