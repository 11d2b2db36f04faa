namespace Gristmill.Jobs;

/// <summary>
/// What the mode of its queue forbids a job, whatever its command has decided. Pure, and asked by the store in its transaction.
/// </summary>
public static class QueueRules
{
    /// <summary>The queue of jobs that name none, and whose task names none.</summary>
    public const string DefaultQueue = "default";

    /// <summary>Why the change may not be saved; null if it may.</summary>
    /// <param name="before">The job as it is; null for a new one.</param>
    /// <param name="after">What the command has decided.</param>
    /// <param name="mode">The mode of the job's queue.</param>
    public static string? Refuse(JobRow? before, JobRow after, QueueMode mode) => mode switch
    {
        QueueMode.Draining when before is null =>
            $"queue is \"{after.Queue}\", which is draining; submit to another queue, or open it with `gristmill queues resume {after.Queue}`",
        QueueMode.Paused when before?.Status is JobStatus.Queued && after.Status is JobStatus.Running =>
            $"the queue \"{after.Queue}\" is paused",
        _ => null,
    };
}
