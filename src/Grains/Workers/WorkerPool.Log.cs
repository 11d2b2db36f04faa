using Microsoft.Extensions.Logging;

namespace Gristmill.Workers;

internal sealed partial class WorkerPool
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The store did not answer a {What} of {Count} jobs; trying again")]
    private partial void LogStoreTrouble(string what, int count, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outcome of job {Job} came too late: {Refusal}")]
    private partial void LogStale(Guid job, string refusal);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} of {Task} ignored its cancellation and was abandoned; its slot stays taken until its code ends")]
    private partial void LogAbandoned(Guid job, string task);
}
