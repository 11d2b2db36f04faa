namespace Gristmill.Cluster;

/// <summary>The main job, as its users run it: whole silo processes, the real console.</summary>
public sealed class MainJobTests
{
    private const string Fibonacci = "gwexample.analyses.tasks.fibonacci";

    [Fact]
    public async Task One_command_without_a_cluster_prints_the_result_alone_and_leaves_nothing_behind()
    {
        await using var console = ProgramRun.Start("ConsoleProgram", "run", Fibonacci, "26", "--local");

        Assert.Equal(0, await console.ExitAsync());

        Assert.Equal("121393", console.Output);
    }

    [Fact]
    public async Task Two_silos_say_what_they_offer_and_share_the_work()
    {
        await using var cluster = await TestCluster.StartAsync();
        var one = await cluster.AddSiloAsync("one");
        var two = await cluster.AddSiloAsync("two");
        foreach (var (silo, name) in new[] { (one, "one"), (two, "two") })
        {
            Assert.Contains($"    {Fibonacci}\n", silo.Output, StringComparison.Ordinal);
            Assert.EndsWith($"{name} ready", silo.Output, StringComparison.Ordinal);
        }
        await cluster.ConnectAsync();

        var jobs = await SubmitAsync(cluster, 200);
        var ended = await Task.WhenAll(jobs.Select(job => job.WaitAsync(TestContext.Current.CancellationToken)));

        Assert.All(ended, job => Assert.Equal("121393", job.Result));
        Assert.Equal(["one", "two"], ended.Select(job => job.Silo).Distinct().Order());
        var (exit, output, _) = await cluster.ConsoleAsync("silos", "--output", "json");
        Assert.Equal(0, exit);
        Assert.Equal(2, output.Split('\n').Length);
    }

    [Fact]
    public async Task A_silo_killed_in_the_middle_loses_no_job_and_a_new_one_takes_work()
    {
        await using var cluster = await TestCluster.StartAsync("one", "two");
        var jobs = await SubmitAsync(cluster, 200, n: 33);
        await FirstAsync(jobs, 20, job => job.Silo == "one");

        cluster.Silo("one").Signal(PosixSignals.Kill);
        await Task.WhenAll(jobs.Select(job => job.WaitAsync(TestContext.Current.CancellationToken)));

        var ended = await Task.WhenAll(jobs.Select(job => job.GetAsync()));
        Assert.All(ended, job => Assert.Equal((JobStatus.Success, "3524578"), (job.Status, job.Result)));
        Assert.All(ended, HasOneOutcome);
        Assert.Contains(ended, job => job.Deliveries > 0);

        await cluster.AddSiloAsync("three");
        var more = await SubmitAsync(cluster, 60, n: 30);
        var later = await Task.WhenAll(more.Select(job => job.WaitAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(["three", "two"], later.Select(job => job.Silo).Distinct().Order());
    }

    [Fact]
    public async Task A_silo_told_to_stop_gives_its_jobs_back_unspent()
    {
        await using var cluster = await TestCluster.StartAsync();
        var silo = await cluster.AddSiloAsync("one", "--shutdown-grace", "0");
        await cluster.ConnectAsync();
        var job = await cluster.Jobs.SubmitAsync("gwexample.analyses.tasks.untilcanceled");
        await RunningAsync(job);

        silo.Signal(PosixSignals.Terminate);
        Assert.Equal(0, await silo.ExitAsync());
        await cluster.AddSiloAsync("two");
        await foreach (var view in job.WatchAsync(TestContext.Current.CancellationToken))
            if (view is { Status: JobStatus.Running, Silo: "two" })
                break;

        var now = await job.GetAsync();
        Assert.Equal(0, now.Deliveries);
        Assert.Contains(now.History, change => change is { Status: JobStatus.Queued, Reason: "Shutdown" });
        await job.CancelAsync();
        Assert.Equal(JobStatus.Canceled, (await job.WaitAsync(TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task Jobs_that_wait_when_everything_stops_run_when_a_silo_starts_again()
    {
        await using var cluster = await TestCluster.StartAsync("one");
        var jobs = await SubmitAsync(cluster, 200, n: 28);
        cluster.Silo("one").Signal(PosixSignals.Kill);
        await cluster.Silo("one").ExitAsync();

        await cluster.AddSiloAsync("one");

        var ended = await Task.WhenAll(jobs.Select(job => job.WaitAsync(TestContext.Current.CancellationToken)));
        Assert.All(ended, job => Assert.Equal(JobStatus.Success, job.Status));
    }

    internal static async Task RunningAsync(JobHandle job)
    {
        await foreach (var view in job.WatchAsync(TestContext.Current.CancellationToken))
            if (view.Status is JobStatus.Running)
                return;
    }

    private static async Task<JobHandle[]> SubmitAsync(TestCluster cluster, int count, int n = 26) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => cluster.Jobs.SubmitAsync(Fibonacci, n)));

    private static async Task FirstAsync(JobHandle[] jobs, int count, Func<JobView, bool> and)
    {
        var seen = false;
        var ended = 0;
        await foreach (var job in Task.WhenEach(jobs.Select(job => job.WaitAsync(TestContext.Current.CancellationToken))))
        {
            seen |= and(await job);
            if (++ended >= count && seen)
                return;
        }
    }

    private static void HasOneOutcome(JobView job) =>
        Assert.Single(job.History, change => change.Status.IsTerminal());
}
