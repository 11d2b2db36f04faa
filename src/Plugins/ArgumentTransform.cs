namespace Gristmill.Plugins;

/// <summary>
/// Stands in a job's arguments, at any depth, for the value that it yields before the task is called. Override one of the two
/// methods, or both; the job has their status only if they are overridden. First all transforms of a job fetch, in the order of
/// the arguments, then all convert.
/// </summary>
public abstract class ArgumentTransform : Transform
{
    /// <summary>Brings the value here, while the job is FetchingInput.</summary>
    /// <param name="task">The running job.</param>
    /// <returns>The value, which is written as JSON: a local path, say. The task's parameter must take it.</returns>
    public virtual ValueTask<object?> Fetch(TaskContext task) => default;

    /// <summary>Gives the value its form, while the job is ConvertingInput.</summary>
    /// <param name="fetched">What <see cref="Fetch"/> has returned; null if it is not overridden.</param>
    /// <param name="task">The running job.</param>
    /// <returns>The value, which is written as JSON.</returns>
    public virtual ValueTask<object?> Convert(object? fetched, TaskContext task) => new(fetched);
}
