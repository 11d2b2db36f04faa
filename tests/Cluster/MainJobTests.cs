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

        var ended = await SharedAsync(cluster, 200, n: 26, "one", "two");

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
        var lasting = await LastingAsync(cluster, "one");
        await FirstAsync(jobs, 20, job => job.Silo == "one");

        cluster.Silo("one").Signal(PosixSignals.Kill);
        await Task.WhenAll(jobs.Select(job => job.WaitAsync(TestContext.Current.CancellationToken)));

        var ended = await Task.WhenAll(jobs.Select(job => job.GetAsync()));
        Assert.All(ended, job => Assert.Equal((JobStatus.Success, "3524578"), (job.Status, job.Result)));
        Assert.All(ended, HasOneOutcome);
        await foreach (var view in lasting.WatchAsync(TestContext.Current.CancellationToken))
            if (view is { Status: JobStatus.Running, Silo: "two", LostRuns: 1 })
                break;
        await lasting.CancelAsync();

        await cluster.AddSiloAsync("three");
        var later = await SharedAsync(cluster, 60, n: 30, "two", "three");
        Assert.All(later, job => Assert.Equal("832040", job.Result));
        Assert.Equal(["three", "two"], later.Select(job => job.Silo).Distinct().Order());
    }

    [Fact]
    public async Task A_silo_told_to_stop_gives_its_jobs_back_unspent()
    {
        await using var cluster = await TestCluster.StartAsync();
        var silo = await cluster.AddSiloAsync("one", "--shutdown-grace", "0");
        await cluster.ConnectAsync();
        var job = await cluster.Jobs.SubmitAsync("gwexample.analyses.tasks.untilcanceled");
        while ((await job.ReadLogAsync(0)).Count == 0) // It is claimed a moment before its code begins.
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);

        silo.Signal(PosixSignals.Terminate);
        Assert.Equal(0, await silo.ExitAsync());
        await cluster.AddSiloAsync("two");
        await foreach (var view in job.WatchAsync(TestContext.Current.CancellationToken))
            if (view is { Status: JobStatus.Running, Silo: "two" })
                break;

        var now = await job.GetAsync();
        Assert.Equal(0, now.LostRuns);
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

    /// <summary>
    /// Runs jobs until each of these silos has had one: a queue learns a moment after its silo is ready whom it may send them to.
    /// </summary>
    private static async Task<List<JobView>> SharedAsync(TestCluster cluster, int count, int n, params string[] silos)
    {
        var ended = new List<JobView>();
        for (var round = 0; round < 20 && silos.Except(ended.Select(job => job.Silo)).Any(); round++)
            ended.AddRange(await Task.WhenAll(
                (await SubmitAsync(cluster, count, n)).Select(job => job.WaitAsync(TestContext.Current.CancellationToken))));
        return ended;
    }

    /// <summary>A job that runs on a silo until it is canceled.</summary>
    private static async Task<JobHandle> LastingAsync(TestCluster cluster, string silo)
    {
        while (true)
        {
            var job = await cluster.Jobs.SubmitAsync("gwexample.analyses.tasks.untilcanceled");
            await RunningAsync(job);
            if ((await job.GetAsync()).Silo == silo)
                return job;
            await job.CancelAsync();
        }
    }

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
