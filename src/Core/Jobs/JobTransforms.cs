namespace Gristmill;

/// <summary>A job's transforms.</summary>
/// <param name="Arguments">The arguments as they are shown: without secrets. Null if no transform is in them.</param>
/// <param name="Results">The transforms of the result, as a JSON array; null for none.</param>
/// <param name="ResultsShown">The same without secrets.</param>
public sealed record JobTransforms(string? Arguments, string? Results, string? ResultsShown);
