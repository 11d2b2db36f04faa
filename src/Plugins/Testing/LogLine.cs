namespace Gristmill.Plugins.Testing;

/// <summary>A line that a task has logged.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Text">What it says.</param>
public sealed record LogLine(TaskLogLevel Level, string Text);
