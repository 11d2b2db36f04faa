namespace Gristmill.Storage;

/// <summary>A line that a task wrote.</summary>
internal readonly record struct LogEntry(Guid Job, int Run, DateTimeOffset Time, string Level, string Text);
