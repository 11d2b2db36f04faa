namespace Gristmill.Plugins.Testing;

/// <summary>A line that a task has logged.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Text">What it says.</param>
public sealed record LogLine(TaskLogLevel Level, string Text);

/// <summary>How far a task has said it is.</summary>
/// <param name="Current">What is done; null if it never said.</param>
/// <param name="Total">What there is to do; null if it never said.</param>
/// <param name="Message">What it is doing; null if it never said.</param>
public sealed record TaskProgress(double? Current, double? Total, string? Message);

/// <summary>A job that a task has submitted.</summary>
/// <param name="Id">The id that the task was given.</param>
/// <param name="Task">The full name of the task.</param>
/// <param name="Arguments">The arguments as the task gave them.</param>
public sealed record ChildJob(Guid Id, string Task, IReadOnlyList<object?> Arguments);
