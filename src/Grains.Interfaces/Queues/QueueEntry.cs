namespace Gristmill;

/// <summary>A ready job as a queue sees it.</summary>
/// <param name="Job">The job's id.</param>
/// <param name="Task">The task's full name.</param>
/// <param name="Priority">0 to 9, the greater the sooner.</param>
/// <param name="Sequence">The row's place in commit order; among equals, the smaller the sooner.</param>
[GenerateSerializer, Immutable]
public readonly record struct QueueEntry(
    [property: Id(0)] Guid Job,
    [property: Id(1)] string Task,
    [property: Id(2)] int Priority,
    [property: Id(3)] long Sequence);
