using System.Collections.Concurrent;
using System.Diagnostics;

namespace Gristmill.Bench;

/// <summary>The end of a job.</summary>
/// <param name="Time">By the clock of <see cref="Stopwatch"/>.</param>
/// <param name="Result">What it returned.</param>
internal readonly record struct JobEnd(long Time, object? Result);

/// <summary>Tells who waits for a job that it has ended, in whichever order the two come.</summary>
internal sealed class Ends
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JobEnd>> _jobs = new();

    /// <summary>The end of a job, which one may wait for.</summary>
    public async Task<JobEnd> OfAsync(string job)
    {
        var end = await Source(job).Task;
        _jobs.TryRemove(job, out _);
        return end;
    }

    /// <summary>A job ends now.</summary>
    public void Tell(string job, object? result) => Source(job).TrySetResult(new(Stopwatch.GetTimestamp(), result));

    private TaskCompletionSource<JobEnd> Source(string job) =>
        _jobs.GetOrAdd(job, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
