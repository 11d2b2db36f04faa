namespace Gristmill.Storage;

/// <summary>A run that a silo holds.</summary>
internal readonly record struct HeldRun(Guid Job, int Run, JobStatus Status, string? CancelReason);
