using System.Text.Json;

namespace Gristmill.Plugins;

/// <summary>
/// Takes a task's result, or an element of it, and puts another value in its place. Override one of the two methods, or both; the
/// job has their status only if they are overridden. First all transforms of a job convert, in the order of their positions, then
/// all push.
/// </summary>
public abstract class ResultTransform : Transform
{
    /// <summary>Gives the result its form, while the job is ConvertingOutput.</summary>
    /// <param name="result">What the task has returned, as JSON.</param>
    /// <param name="task">The running job.</param>
    /// <returns>The value in its place, which is written as JSON.</returns>
    public virtual ValueTask<object?> Convert(JsonElement result, TaskContext task) => new(result);

    /// <summary>Brings the result to where it belongs, while the job is PushingOutput.</summary>
    /// <param name="result">The result so far, as JSON.</param>
    /// <param name="task">The running job.</param>
    /// <returns>What the job has in its place: a reference, say. Written as JSON.</returns>
    public virtual ValueTask<object?> Push(JsonElement result, TaskContext task) => new(result);
}
