namespace Gristmill.Jobs;

/// <summary>A run that a silo holds.</summary>
public readonly record struct HeldRun(Guid Job, int Run, JobStatus Status, string? CancelReason);
