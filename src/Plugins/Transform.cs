using System.Text.Json;

namespace Gristmill.Plugins;

/// <summary>
/// Work around the call of a task, registered under a name with <see cref="PluginBuilder.AddTransform"/>: derive from
/// <see cref="ArgumentTransform"/> or <see cref="ResultTransform"/>. A job names it in JSON, <c>{"$transform": "NAME", "parameter": …}</c>;
/// the parameters are the public properties of the class, read by the rules of tasks' arguments. One object is made for each place and run.
/// Its methods run where the task does, one after the other; the context's token tells them to stop, and the job's time limit covers them.
/// In <see cref="Failed"/> and <see cref="CleanUp"/> that token may be canceled already.
/// </summary>
public abstract class Transform
{
    private protected Transform()
    {
    }

    /// <summary>
    /// Girder's <c>exception</c>: the run ends without the result of all its transforms: the task or a transform threw, or it was told to stop. Called once, before
    /// <see cref="CleanUp"/>. What it throws is logged with the job, and changes nothing.
    /// </summary>
    /// <param name="exception">Why: an <see cref="OperationCanceledException"/> if the run was told to stop.</param>
    /// <param name="task">The running job.</param>
    public virtual ValueTask Failed(Exception exception, TaskContext task) => default;

    /// <summary>
    /// Girder's <c>cleanup</c>: called last, once, however the run ended, for every transform that was made; only the death of the silo prevents it. What it throws
    /// is logged with the job, and changes nothing.
    /// </summary>
    /// <param name="task">The running job.</param>
    public virtual ValueTask CleanUp(TaskContext task) => default;
}

/// <summary>
/// Stands in a job's arguments, at any depth, for the value that it yields before the task is called. Override one of the two methods, or
/// both; the job has their status only if they are overridden. First all transforms of a job fetch, in the order of the arguments, then
/// all convert.
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

/// <summary>
/// Takes a task's result, or an element of it, and puts another value in its place. Override one of the two methods, or both; the job has
/// their status only if they are overridden. First all transforms of a job convert, in the order of their positions, then all push.
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

/// <summary>Marks a parameter of a transform that is shown to nobody: views of the job have <c>"***"</c> in its place.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
