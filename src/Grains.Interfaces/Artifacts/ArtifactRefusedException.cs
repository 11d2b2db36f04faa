namespace Gristmill;

/// <summary>Something cannot be kept with a job: nothing of it was.</summary>
[GenerateSerializer]
public sealed class ArtifactRefusedException : GristmillException
{
    /// <summary>Makes the error.</summary>
    /// <param name="problem">What was wrong, received, and allowed.</param>
    public ArtifactRefusedException(string problem) : base(problem) => Problem = problem;

    /// <summary>What was wrong, received, and allowed.</summary>
    [Id(0)] public string Problem { get; }
}
