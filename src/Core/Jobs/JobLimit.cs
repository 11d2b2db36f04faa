namespace Gristmill;

/// <summary>
/// What jobs that share a key have in common over the whole cluster: how many may run at the same time, and how many may start in
/// a time. A job that is held back stays Queued. At least one of the two is given; each job keeps to the numbers it was submitted
/// with.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record JobLimit
{
    /// <summary>What the jobs share: 1 to 200 characters. For a task's own limit, the task's name.</summary>
    [Id(0)] public required string Key { get; init; }

    /// <summary>The most that may run at the same time, 1 to 10,000; null for any number.</summary>
    [Id(1)] public int? MaxConcurrent { get; init; }

    /// <summary>
    /// The most runs that may start in a <see cref="Period"/>, 1 to 10,000; null for any number. A bucket of that size, which
    /// fills evenly: after a rest all of it at once, in the long run that many a period.
    /// </summary>
    [Id(2)] public int? MaxStarts { get; init; }

    /// <summary>The time for <see cref="MaxStarts"/>, 1 s to 1 day.</summary>
    [Id(3)] public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);
}
