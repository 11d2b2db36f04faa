using Gristmill.Jobs;

namespace Gristmill.Grains.Counters;

/// <summary>What became of the jobs whose commands this silo executed, counted since it started.</summary>
public sealed class JobCounts
{
    private readonly long[] _latencies = new long[LatencyClasses.Count];
    private long _submitted, _succeeded, _failed, _canceled, _retried;

    public void Count(JobCommand command, in JobAnswer answer)
    {
        // A job that another one has replaced.
        foreach (var other in answer.Others)
            if (other.Status is JobStatus.Canceled)
                Interlocked.Increment(ref _canceled);
        if (answer is not { Moved: true, Row: { } row })
            return;
        switch (row.Status)
        {
            case JobStatus.Queued when command is SubmitJob:
                Interlocked.Increment(ref _submitted);
                break;
            case JobStatus.Queued when command is FinishJob:
                Interlocked.Increment(ref _retried);
                break;
            case JobStatus.Success:
                Interlocked.Increment(ref _succeeded);
                break;
            case JobStatus.Error:
                Interlocked.Increment(ref _failed);
                break;
            case JobStatus.Canceled:
                Interlocked.Increment(ref _canceled);
                break;
        }
        if (row is { Status: JobStatus.Success or JobStatus.Error, Finished: { } finished })
            Interlocked.Increment(ref _latencies[LatencyClasses.Of(finished - row.WakeAt)]);
    }

    /// <summary>The totals, and nothing of the process.</summary>
    public PoolLoad Totals => AddTo(new PoolLoad());

    /// <summary>Adds the totals to a report.</summary>
    public PoolLoad AddTo(PoolLoad load) => load with
    {
        Submitted = Volatile.Read(ref _submitted),
        Succeeded = Volatile.Read(ref _succeeded),
        Failed = Volatile.Read(ref _failed),
        Canceled = Volatile.Read(ref _canceled),
        Retried = Volatile.Read(ref _retried),
        Latencies = [.. _latencies],
    };
}
