namespace Gristmill;

/// <summary>
/// The answer to one <see cref="JobRequest"/>: accepted, from then on never lost, or refused with every reason.
/// </summary>
/// <param name="Id">The job's id.</param>
/// <param name="Problems">Each a sentence for the submitter; empty when the job was accepted.</param>
/// <param name="Existing">No job was made: the id is that of the job that holds the request's unique key.</param>
[GenerateSerializer, Immutable]
public sealed record JobReceipt([property: Id(0)] Guid Id, [property: Id(1)] string[] Problems,
    [property: Id(2)] bool Existing = false)
{
    /// <summary>Whether the job is on disk.</summary>
    public bool Accepted => Problems.Length == 0;
}
