namespace Gristmill;

/// <summary>How many of a job's children have a status.</summary>
/// <param name="Status">The status.</param>
/// <param name="Count">How many have it, 1 or more.</param>
[GenerateSerializer, Immutable]
public sealed record ChildCount([property: Id(0)] JobStatus Status, [property: Id(1)] int Count);
