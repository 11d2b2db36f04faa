using Gristmill.Grains;
using Gristmill.Jobs;
using Gristmill.Lifecycle;

namespace Gristmill.Workers;

/// <summary>A silo that serves several queues, all of which have work.</summary>
public sealed class PoolQueuesTests()
    : OwnSiloTests(new SiloOptions { Name = "mill", Concurrency = 2, Queues = ["heavy=3", "light"] })
{
    private static readonly string[] Queues = ["heavy", "light"];

    [Fact]
    public async Task Slots_are_shared_by_weight_and_views_name_the_queues_without_it()
    {
        var jobs = await SubmitAsync(40, queue => JobClient.Request("spec.naps") with { Queue = queue });

        var ended = await Task.WhenAll(jobs.Select(job => job.WaitAsync(TestContext.Current.CancellationToken)));

        var first = ended.OrderBy(job => job.Started).Take(40).Count(job => job.Queue == "heavy");
        Assert.InRange(first, 25, 35);
        var silo = Assert.Single(await Jobs.SilosAsync());
        Assert.Equal(Queues, silo.Queues);
        Assert.Equal(["heavy=3", "light"], silo.WeightedQueues());
    }

    [Fact]
    public async Task What_waits_while_all_slots_are_busy_is_never_claimed_and_says_why_it_waits()
    {
        var jobs = await SubmitAsync(3, queue => JobClient.Request("spec.gated", "pool queues") with { Queue = queue });
        var running = await RunningAsync(jobs, 2);

        // The slots' row is written once a second.
        var waiting = await UntilAsync(
            () => WaitingAsync(jobs), views => views.All(view => view.Notice?.StartsWith("All 2 slots of the silos that serve the queue ", StringComparison.Ordinal) is true));

        Assert.Equal(jobs.Length - running.Length, waiting.Length);
        Assert.All(waiting, job => Assert.Equal((0, null, null, 1), (job.Attempt, job.Started, job.Silo, job.Version)));
        Assert.Contains(waiting, job => job.Notice!.EndsWith("are busy, 1 job is ahead.", StringComparison.Ordinal));
        SpecTasks.Open("pool queues");
        var ended = await Task.WhenAll(jobs.Select(job => job.WaitAsync(TestContext.Current.CancellationToken)));
        Assert.All(ended, job => Assert.Equal((JobStatus.Success, 1), (job.Status, job.Attempt)));
    }

    // Both queues have all of theirs before the first starts.
    private async Task<JobHandle[]> SubmitAsync(int each, Func<string, JobRequest> request)
    {
        await Jobs.CordonAsync("mill");
        await UntilAsync(() => Jobs.SilosAsync(), silos => silos.All(silo => silo.State == nameof(PoolState.Cordoned)));
        var receipts =
            await Jobs.SubmitManyAsync([.. Queues.SelectMany(queue => Enumerable.Range(0, each).Select(_ => request(queue)))]);
        await Jobs.UncordonAsync("mill");
        return [.. receipts.Select(receipt => Jobs.Job(receipt.Id))];
    }

    private static async Task<JobView[]> RunningAsync(JobHandle[] jobs, int count) => await UntilAsync(
        async () => (await Task.WhenAll(jobs.Select(job => job.GetAsync()))).Where(job => job.Status is JobStatus.Running).ToArray(), running => running.Length == count);

    private static async Task<JobView[]> WaitingAsync(JobHandle[] jobs) =>
        [.. (await Task.WhenAll(jobs.Select(job => job.GetAsync()))).Where(job => job.Status is JobStatus.Queued)];

    private static async Task<T> UntilAsync<T>(Func<Task<T>> read, Func<T, bool> wanted)
    {
        while (true)
        {
            if (await read() is var value && wanted(value))
                return value;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
