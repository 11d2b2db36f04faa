using Gristmill.Plugins.Tests;

namespace Gristmill.Cluster;

/// <summary>Jobs that kill the silo that runs them, and a supervisor that starts it again each time.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly PluginFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public async Task A_task_that_exits_its_silo_is_named_in_the_last_line()
    {
        _folders.Add("exits", "1.0", """
            [assembly: WorkerPlugin("exits", typeof(P))]
            public class P : IWorkerPlugin;
            public static class Tasks
            {
                [JobTask(Name = "exits.now")] public static void Now() => System.Environment.Exit(3);
            }
            """);
        await using var cluster = await TestCluster.StartAsync();
        var silo = await cluster.AddSiloAsync("one", "--plugins", _folders.Root);

        var (_, id, _) = await cluster.ConsoleAsync("submit", "exits.now");

        Assert.Equal(3, await silo.ExitAsync());
        Assert.Equal($"The silo ends with 3: something has called Environment.Exit while these ran: task exits.now, job {id.Trim()}", silo.Errors);
    }

    private const string Crash = "gwexample.analyses.tasks.crash";
    private const string Wait = "gwexample.analyses.tasks.wait";

    [Fact]
    public async Task Jobs_that_kill_their_silo_are_given_up_and_all_that_ran_beside_them_end_well()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddSiloAsync("starter", "--queues", "none");
        await cluster.ConnectAsync();
        var killers = await SubmitAsync(cluster, JobClient.Request(Crash) with { MaxLostRuns = 3 }, 2);
        var beside = await SubmitAsync(cluster, JobClient.Request(Wait, 0.3) with { MaxLostRuns = 3 }, 12);
        using var done = new CancellationTokenSource();
        var supervised = SuperviseAsync(cluster, done.Token);

        JobView[] given, well;
        try
        {
            (given, well) = (await EndedAsync(killers), await EndedAsync(beside));
        }
        finally
        {
            await done.CancelAsync();
            await supervised;
        }
        var started = await supervised;

        Assert.All(given, job =>
            Assert.Equal((JobStatus.Error, "LostWorker", 3, 3), (job.Status, job.Error!.Type, job.LostRuns, job.Attempt)));
        Assert.All(given, job => Assert.Equal("lost with its worker 3 times, last with silo supervised", job.Error!.Message));
        Assert.All(well, job => Assert.Equal(JobStatus.Success, job.Status));
        Assert.InRange(started, 4, 7);
    }

    // Starts the silo again whenever it has died. Answers how often it was started.
    private static async Task<int> SuperviseAsync(TestCluster cluster, CancellationToken done)
    {
        for (var started = 0; ; started++)
        {
            if (done.IsCancellationRequested)
                return started;
            var silo = cluster.StartSilo("supervised", "--concurrency", "4");
            await silo.ExitAsync(done).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static async Task<JobHandle[]> SubmitAsync(TestCluster cluster, JobRequest request, int count)
    {
        var receipts =
            await cluster.Jobs.SubmitManyAsync([.. Enumerable.Range(0, count)
            .Select(_ => request with { Id = Guid.CreateVersion7() })]);
        Assert.All(receipts, receipt => Assert.True(receipt.Accepted, string.Join(", ", receipt.Problems)));
        return [.. receipts.Select(receipt => cluster.Jobs.Job(receipt.Id))];
    }

    private static async Task<JobView[]> EndedAsync(JobHandle[] jobs) =>
        await Task.WhenAll(jobs.Select(job => job.WaitAsync(TestContext.Current.CancellationToken)));
}
