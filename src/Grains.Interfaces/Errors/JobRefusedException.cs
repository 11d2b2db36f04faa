namespace Gristmill;

/// <summary>A submission was refused: nothing of it was stored.</summary>
[GenerateSerializer]
public sealed class JobRefusedException : GristmillException
{
    /// <summary>Makes the error.</summary>
    /// <param name="problems">Everything that was wrong with it, a sentence each.</param>
    public JobRefusedException(string[] problems) : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    /// <summary>Everything that was wrong with it, a sentence each.</summary>
    [Id(0)] public string[] Problems { get; }
}
