namespace Gristmill;

/// <summary>One change of a job's status.</summary>
/// <param name="Time">When it was committed.</param>
/// <param name="Status">The status it took.</param>
/// <param name="Run">The run it belongs to; 0 before the first.</param>
/// <param name="Silo">The silo of that run, if one held the job.</param>
/// <param name="Reason">Why, where it is not plain from the status.</param>
/// <param name="Error">What the run that ended with this change failed of. In full for the first such run and the last.</param>
/// <param name="LeftOut">
/// How many changes before this one are not kept: of a job of many runs, those in the middle. Null for none.
/// </param>
[GenerateSerializer, Immutable]
public sealed record JobEvent(
    [property: Id(0)] DateTimeOffset Time,
    [property: Id(1)] JobStatus Status,
    [property: Id(2)] int Run,
    [property: Id(3)] string? Silo,
    [property: Id(4)] string? Reason,
    [property: Id(5)] JobError? Error = null,
    [property: Id(6)] int? LeftOut = null)
{
    /// <summary>How many changes it stands for: itself, and those that are left out before it.</summary>
    public int CountChanges() => 1 + (LeftOut ?? 0);
}
