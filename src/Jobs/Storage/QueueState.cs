namespace Gristmill.Jobs;

/// <summary>What was ordered of a queue.</summary>
public sealed record QueueState(string Name, QueueMode Mode, string? Reason, string? By, DateTimeOffset Since);
