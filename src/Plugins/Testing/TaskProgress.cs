namespace Gristmill.Plugins.Testing;

/// <summary>How far a task has said it is.</summary>
/// <param name="Current">What is done; null if it never said.</param>
/// <param name="Total">What there is to do; null if it never said.</param>
/// <param name="Message">What it is doing; null if it never said.</param>
public sealed record TaskProgress(double? Current, double? Total, string? Message);
