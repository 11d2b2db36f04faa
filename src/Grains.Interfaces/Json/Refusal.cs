namespace Gristmill;

/// <summary>An error of the console, of what was typed, or of the cluster.</summary>
internal sealed record Refusal(RefusalText Error);
