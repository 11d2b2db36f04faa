namespace Gristmill.Jobs;

/// <summary>
/// How many jobs of a queue are ready, waiting for their time or a limit, and held, and since when the first of the ready ones
/// has been.
/// </summary>
public readonly record struct QueueCount(string Name, long Ready, long Delayed, long Running, DateTimeOffset? OldestReady);
