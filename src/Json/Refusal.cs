namespace Gristmill.Json;

/// <summary>An error of the console, of what was typed, or of the cluster.</summary>
public sealed record Refusal(RefusalText Error);
