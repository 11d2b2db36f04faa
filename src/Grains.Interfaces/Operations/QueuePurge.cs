namespace Gristmill;

/// <summary>A part of a purge.</summary>
/// <param name="Canceled">How many jobs this call has canceled.</param>
/// <param name="Until">Only jobs up to this place in the order of submissions are purged.</param>
/// <param name="Done">Whether no such job waits any more.</param>
[GenerateSerializer, Immutable]
public sealed record QueuePurge([property: Id(0)] long Canceled, [property: Id(1)] long Until, [property: Id(2)] bool Done);
