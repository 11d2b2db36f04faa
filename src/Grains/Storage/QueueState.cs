namespace Gristmill.Storage;

/// <summary>What was ordered of a queue.</summary>
internal sealed record QueueState(string Name, QueueMode Mode, string? Reason, string? By, DateTimeOffset Since);
