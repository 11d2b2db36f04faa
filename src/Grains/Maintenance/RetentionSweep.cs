using Gristmill.Core;
using Gristmill.Grains.Jobs;
using Gristmill.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Grains.Maintenance;

/// <summary>
/// Deletes what has been kept for long enough, and what is too much. Walks through the jobs in the order of their submission,
/// which is nearly that of their age, and so needs no index of ended jobs: it goes on where it stopped the last time, and begins
/// again now and then for those that it met before their time. Two sweeps at once do no harm: the store deletes only what still
/// is as it was read.
/// </summary>
public sealed class RetentionSweep(
    IJobStore store, JobRemoval removal, SiloOptions options, [FromKeyedServices(Clock.Key)] TimeProvider clock)
{
    private readonly SteadyClock _steady = new(clock);

    private static readonly TimeSpan FromTheBeginning = TimeSpan.FromHours(1);

    private const int ReadAtOnce = 2_000;

    /// <summary>Other writes wait for a transaction of so many at most.</summary>
    private const int WrittenAtOnce = 250;

    private readonly Walk _succeeded = new(Failed: false), _failed = new(Failed: true),
        _results = new(Failed: false, Results: true);

    /// <summary>Deletes all that is due now.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var count = await store.CountEndedAsync(most: Math.Min(options.KeepSucceededCount, options.KeepFailedCount));
        await WalkAsync(_failed, options.KeepFailed, count.Failed - options.KeepFailedCount, removal.RemoveAsync,
            cancellationToken);
        await WalkAsync(_succeeded, options.KeepSucceeded, count.Succeeded - options.KeepSucceededCount, removal.RemoveAsync,
            cancellationToken);
        if (options.KeepResults is { } age)
            await WalkAsync(_results, age, excess: 0, store.DropResultsAsync, cancellationToken);
    }

    private async Task WalkAsync(
        Walk walk, TimeSpan age, long excess, Func<IReadOnlyList<JobPosition>, Task> dispose, CancellationToken cancellationToken)
    {
        if (clock.GetElapsedTime(walk.Begun) >= FromTheBeginning)
            (walk.Begun, walk.Place) = (clock.GetTimestamp(), 0);

        for (var (old, isOver) = (_steady.Earlier - age, false); !isOver;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var jobs = await store.PlacesAsync(walk.Failed, walk.Place, ReadAtOnce);
            isOver = jobs.Length < ReadAtOnce;
            var due = new List<JobPosition>();
            foreach (var job in jobs)
            {
                // What was submitted after this one has not been kept for long enough either.
                if (job.Created > old && excess <= 0)
                {
                    isOver = true;
                    break;
                }
                walk.Place = job.Sequence;
                if (!walk.Concerns(job) || (job.Finished > old && excess <= 0))
                    continue;
                due.Add(job);
                excess--;
            }
            foreach (var some in due.Chunk(WrittenAtOnce))
                await dispose(some);
        }
    }

    /// <summary>How far through the jobs it has come.</summary>
    private sealed record Walk(bool Failed, bool Results = false)
    {
        public long Begun { get; set; }

        public long Place { get; set; }

        public bool Concerns(JobPosition job) => Failed || (job.Status is JobStatus.Success && (job.HasResult || !Results));
    }
}
