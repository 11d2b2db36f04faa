namespace Gristmill.Plugins;

/// <summary>
/// Work around the call of a task, registered under a name with <see cref="PluginBuilder.AddTransform"/>: derive from
/// <see cref="ArgumentTransform"/> or <see cref="ResultTransform"/>. A job names it in JSON, <c>{"$transform": "NAME",
/// "parameter": …}</c>; the parameters are the public properties of the class, read by the rules of tasks' arguments. One object
/// is made for each place and run. Its methods run where the task does, one after the other; the context's token tells them to
/// stop, and the job's time limit covers them. In <see cref="Failed"/> and <see cref="CleanUp"/> that token may be canceled
/// already.
/// </summary>
public abstract class Transform
{
    private protected Transform()
    {
    }

    /// <summary>
    /// Girder's <c>exception</c>: the run ends without the result of all its transforms: the task or a transform threw, or it was
    /// told to stop. Called once, before <see cref="CleanUp"/>. What it throws is logged with the job, and changes nothing.
    /// </summary>
    /// <param name="exception">Why: an <see cref="OperationCanceledException"/> if the run was told to stop.</param>
    /// <param name="task">The running job.</param>
    public virtual ValueTask Failed(Exception exception, TaskContext task) => default;

    /// <summary>
    /// Girder's <c>cleanup</c>: called last, once, however the run ended, for every transform that was made; only the death of
    /// the silo prevents it. What it throws is logged with the job, and changes nothing.
    /// </summary>
    /// <param name="task">The running job.</param>
    public virtual ValueTask CleanUp(TaskContext task) => default;
}
