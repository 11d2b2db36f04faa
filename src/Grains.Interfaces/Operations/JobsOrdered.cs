namespace Gristmill;

/// <summary>What became of an order to many jobs.</summary>
/// <param name="Done">
/// How many followed it. A job that had ended or was stopping already is not among those that were canceled.
/// </param>
/// <param name="Refused">Of how many it could not be ordered: their status forbids it, or they are gone.</param>
/// <param name="Reason">Why the first of those was refused; null if none was.</param>
[GenerateSerializer, Immutable]
public sealed record JobsOrdered([property: Id(0)] long Done, [property: Id(1)] long Refused, [property: Id(2)] string? Reason)
{
    /// <summary>Both together.</summary>
    /// <param name="next">What became of further jobs.</param>
    public JobsOrdered And(JobsOrdered next) => new(Done + next.Done, Refused + next.Refused, Reason ?? next.Reason);
}
