namespace Gristmill;

/// <summary>There is no job of that id: it was never accepted, or its retention is over.</summary>
[GenerateSerializer]
public sealed class UnknownJobException : GristmillException
{
    /// <summary>Makes the error.</summary>
    /// <param name="job">The id that was asked for.</param>
    public UnknownJobException(Guid job)
        : base($"There is no job {job}. `gristmill list` shows the jobs there are.") => Job = job;

    /// <summary>The id that was asked for.</summary>
    [Id(0)] public Guid Job { get; }
}
