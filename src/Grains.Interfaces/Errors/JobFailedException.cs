namespace Gristmill;

/// <summary>The job was waited for and ended without a result.</summary>
[GenerateSerializer]
public sealed class JobFailedException : GristmillException
{
    /// <summary>Makes the error.</summary>
    /// <param name="job">The job as it ended: Error, Canceled, or Success whose result has expired.</param>
    public JobFailedException(JobView job) : base(Describe(job)) => Job = job;

    /// <summary>The job as it ended.</summary>
    [Id(0)] public JobView Job { get; }

    private static string Describe(JobView job) => job.Status switch
    {
        JobStatus.Success =>
            $"Job {job.Id} succeeded, but its result expired at {job.ResultExpired:u}: results are kept for a time.",
        JobStatus.Canceled => $"Job {job.Id} was canceled{(job.CancelReason is null ? "" : $": {job.CancelReason}")}.",
        _ => $"Job {job.Id} failed: {job.Error?.Type}: {job.Error?.Message}",
    };
}
