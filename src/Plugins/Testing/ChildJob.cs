namespace Gristmill.Plugins.Testing;

/// <summary>A job that a task has submitted.</summary>
/// <param name="Id">The id that the task was given.</param>
/// <param name="Task">The full name of the task.</param>
/// <param name="Arguments">The arguments as the task gave them.</param>
public sealed record ChildJob(Guid Id, string Task, IReadOnlyList<object?> Arguments);
