namespace Gristmill.Plugins;

/// <summary>
/// The log of a job: lines of text, kept with the job and shown while it runs. May be used from any thread, and never waits. What
/// the task prints goes there too: Console.Out as <see cref="TaskLogLevel.Info"/>, Console.Error as
/// <see cref="TaskLogLevel.Error"/>; and what it writes to an ILogger that the constructor of its class asks for.
/// </summary>
public abstract class TaskLog
{
    /// <summary>
    /// Adds to the log. Text of several lines becomes several entries; the platform cuts what exceeds its limits.
    /// </summary>
    /// <param name="level">How much it matters.</param>
    /// <param name="text">What to log.</param>
    public abstract void Write(TaskLogLevel level, string text);

    /// <summary>Logs a detail that matters to the task's author only.</summary>
    /// <param name="text">What to log.</param>
    public void Debug(string text) => Write(TaskLogLevel.Debug, text);

    /// <summary>Logs what the task does.</summary>
    /// <param name="text">What to log.</param>
    public void Info(string text) => Write(TaskLogLevel.Info, text);

    /// <summary>Logs what is wrong but does not stop the task.</summary>
    /// <param name="text">What to log.</param>
    public void Warning(string text) => Write(TaskLogLevel.Warning, text);

    /// <summary>Logs a failure. The job fails only when the task throws.</summary>
    /// <param name="text">What to log.</param>
    public void Error(string text) => Write(TaskLogLevel.Error, text);
}
