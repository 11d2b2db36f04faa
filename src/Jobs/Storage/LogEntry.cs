namespace Gristmill.Jobs;

/// <summary>A line that a task wrote.</summary>
public readonly record struct LogEntry(Guid Job, int Run, DateTimeOffset Time, string Level, string Text);
