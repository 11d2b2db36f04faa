namespace Gristmill.Jobs;

/// <summary>
/// A job's place in the order of submissions, and its end; with <paramref name="Finished"/> as the fence of whoever deletes it.
/// </summary>
public readonly record struct JobPosition(long Sequence, Guid Job, JobStatus Status, DateTimeOffset Created,
    DateTimeOffset? Finished, bool HasResult);
