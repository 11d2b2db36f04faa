namespace Gristmill.Plugins;

/// <summary>
/// Thrown by a task to fail its run for a reason that its message says in full, for those who can mend it: who submitted the job,
/// or the silo's operator. The job keeps the message alone. Any other exception is taken for a fault of the task, and its stack
/// is kept, too.
/// </summary>
public class TaskFailedException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What was wrong, what was received, and what to do.</param>
    /// <param name="inner">The cause, for code that catches the error; the job does not keep it.</param>
    public TaskFailedException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
