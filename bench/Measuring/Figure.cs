namespace Gristmill.Bench;

/// <summary>What one scenario found of one system: a value a round.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="System">The system's name.</param>
/// <param name="What">What was measured; the same words for every system.</param>
/// <param name="Unit">Of the values.</param>
/// <param name="Rounds">A value a round; at least one.</param>
/// <param name="Remark">What a reader must know to compare it.</param>
internal sealed record Figure(string Scenario, string System, string What, string Unit, IReadOnlyList<double> Rounds,
    string Remark = "");

/// <summary>A scenario that a system could not run, or a system that is not installed.</summary>
internal sealed record Omission(string Scenario, string System, string Reason);
