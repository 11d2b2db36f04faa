namespace Gristmill.Json;

/// <summary>A queue whose waiting jobs were canceled.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="Canceled">How many jobs were.</param>
public sealed record Purged(string Queue, long Canceled);
