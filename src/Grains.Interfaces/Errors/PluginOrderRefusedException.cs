namespace Gristmill;

/// <summary>
/// An order about a plugin was not followed: there is none of that name or version, or its folder cannot be written now.
/// </summary>
[GenerateSerializer]
public sealed class PluginOrderRefusedException : GristmillException
{
    /// <summary>Makes the error.</summary>
    /// <param name="problem">What was asked for, and why it cannot be.</param>
    public PluginOrderRefusedException(string problem) : base(problem) => Problem = problem;

    /// <summary>What was asked for, and why it cannot be.</summary>
    [Id(0)] public string Problem { get; }
}
