namespace Gristmill.Cluster;

/// <summary>Operators' orders to queues and silos, across processes.</summary>
public sealed class OperationsTests
{
    private const string NoOp = "gwexample.analyses.tasks.noop";
    private const string UntilCanceled = "gwexample.analyses.tasks.untilcanceled";
    private static readonly string[] TwoQueues = ["--queues", "default,other"];

    [Fact]
    public async Task A_paused_queue_starts_nothing_even_across_a_restart_and_goes_on_when_it_is_resumed()
    {
        await using var cluster = await TestCluster.StartAsync();
        var one = await cluster.AddSiloAsync("one", TwoQueues);
        await cluster.ConnectAsync();
        var paused = await cluster.ConsoleAsync("queues", "pause", "default", "--reason", "the disk is full");
        Assert.Equal((0, "default  Paused", ""), paused);
        var jobs = await SubmitAsync(cluster, NoOp, 20);
        await RunOtherAsync(cluster);
        Assert.All(await ViewsAsync(jobs), NeverStarted);

        one.Signal(PosixSignals.Terminate);
        await one.ExitAsync();
        await cluster.AddSiloAsync("two", TwoQueues);
        await RunOtherAsync(cluster);
        Assert.All(await ViewsAsync(jobs), NeverStarted);
        var queue = Assert.Single(await cluster.Jobs.QueuesAsync(), queue => queue.Name == "default");
        Assert.Equal((QueueMode.Paused, "the disk is full", 20), (queue.Mode, queue.Reason, queue.Ready));
        Assert.Equal(["two"], queue.Silos);

        await cluster.Jobs.ResumeQueueAsync("default");
        Assert.All(await EndedAsync(jobs), job => Assert.Equal(JobStatus.Success, job.Status));
    }

    [Fact]
    public async Task A_purge_cancels_all_that_waits_and_nothing_that_runs()
    {
        await using var cluster = await TestCluster.HostAsync();
        await cluster.HostSiloAsync("one", "--concurrency", "1");
        await cluster.ConnectAsync();
        var running = await cluster.Jobs.SubmitAsync(UntilCanceled);
        await MainJobTests.RunningAsync(running);
        var waiting = await SubmitAsync(cluster, NoOp, 1_200);
        var delayed = await cluster.Jobs.SubmitAsync(JobClient.Request(NoOp) with { Delay = TimeSpan.FromDays(1) });

        var purge = await cluster.ConsoleAsync("queues", "purge", "default");

        Assert.Equal((0, "1201", ""), purge);
        Assert.All(await EndedAsync([.. waiting, delayed]), job =>
            Assert.Equal((JobStatus.Canceled, "Purged", 0), (job.Status, job.CancelReason, job.Attempt)));
        Assert.Equal(JobStatus.Running, (await running.GetAsync()).Status);
        await running.CancelAsync();
        await running.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_draining_queue_refuses_submissions_and_runs_out()
    {
        await using var cluster = await TestCluster.HostAsync();
        await cluster.HostSiloAsync("one", [.. TwoQueues, "--concurrency", "1"]);
        await cluster.ConnectAsync();
        var running = await cluster.Jobs.SubmitAsync(UntilCanceled);
        await MainJobTests.RunningAsync(running);
        var waiting = await SubmitAsync(cluster, NoOp, 5);

        await cluster.Jobs.DrainQueueAsync("default");

        var refused = await Assert.ThrowsAsync<JobRefusedException>(() => cluster.Jobs.SubmitAsync(NoOp));
        Assert.Contains("queue is \"default\", which is draining", Assert.Single(refused.Problems), StringComparison.Ordinal);
        Assert.Equal(2, (await cluster.ConsoleAsync("submit", NoOp)).Exit);
        await running.CancelAsync();
        Assert.All(await EndedAsync(waiting), job => Assert.Equal(JobStatus.Success, job.Status));
        await RunOtherAsync(cluster);
        await cluster.Jobs.ResumeQueueAsync("default");
        await cluster.Jobs.RunAsync<int?>(NoOp);
    }

    [Fact]
    public async Task A_cordoned_silo_takes_nothing_and_the_other_goes_on_until_it_is_uncordoned()
    {
        await using var cluster = await TestCluster.HostAsync("one", "two");
        var running = await SubmitAsync(cluster, UntilCanceled, 8);
        await Task.WhenAll(running.Select(MainJobTests.RunningAsync));
        Assert.Equal((0, "one  Cordoned", ""), await cluster.ConsoleAsync("cordon", "one"));
        var held = await ViewsAsync(running);

        await Task.WhenAll(running.Select(job => job.CancelAsync()));
        Assert.All(await EndedAsync(await SubmitAsync(cluster, NoOp, 100)), job => Assert.Equal("two", job.Silo));
        Assert.Equal(["one", "two"], held.Select(job => job.Silo).Distinct().Order());
        Assert.All(await EndedAsync(running), job => Assert.Equal(1, job.Attempt));

        Assert.Equal((0, "one  Accepting", ""), await cluster.ConsoleAsync("uncordon", "one"));
        await cluster.Jobs.CordonAsync("two");
        Assert.All(await EndedAsync(await SubmitAsync(cluster, NoOp, 100)), job => Assert.Equal("one", job.Silo));
    }

    [Fact]
    public async Task A_drain_waits_for_what_runs()
    {
        await using var cluster = await TestCluster.HostAsync("one");
        var job = await cluster.Jobs.SubmitAsync(UntilCanceled);
        await MainJobTests.RunningAsync(job);
        var progress = new FirstReport();

        var drain = cluster.Jobs.DrainAsync("one", progress, TestContext.Current.CancellationToken);
        Assert.Equal((1, "Cordoned"), await progress.Seen);
        Assert.False(drain.IsCompleted);
        await job.CancelAsync();

        var silo = await drain;
        Assert.Equal((0, "Cordoned"), (silo.Running, silo.State));
        Assert.Equal(JobStatus.Canceled, (await job.GetAsync()).Status);
        Assert.Equal((0, "one  Cordoned", ""), await cluster.ConsoleAsync("drain", "one"));
    }

    [Fact]
    public async Task A_cordon_ends_with_the_silos_process()
    {
        await using var cluster = await TestCluster.StartAsync("one");
        await cluster.Jobs.CordonAsync("one");
        var job = await cluster.Jobs.SubmitAsync(NoOp);

        cluster.Silo("one").Signal(PosixSignals.Kill);
        await cluster.Silo("one").ExitAsync();
        await cluster.AddSiloAsync("one");

        Assert.Equal(JobStatus.Success, (await job.WaitAsync(TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task A_silo_that_is_not_there_is_refused_with_those_that_are()
    {
        await using var cluster = await TestCluster.HostAsync("one");

        var unknown = await Assert.ThrowsAsync<UnknownSiloException>(() => cluster.Jobs.DrainAsync("two"));

        Assert.Equal(("two", "one"), (unknown.Silo, Assert.Single(unknown.Known)));
        Assert.Equal((2, "", "gristmill: There is no live silo 'two'; those are one."),
            await cluster.ConsoleAsync("cordon", "two"));
        await Assert.ThrowsAsync<JobRefusedException>(() => cluster.Jobs.PauseQueueAsync("not a name"));
    }

    private static async Task<JobHandle[]> SubmitAsync(TestCluster cluster, string task, int count) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => cluster.Jobs.SubmitAsync(task)));

    private static Task<JobView[]> ViewsAsync(JobHandle[] jobs) => Task.WhenAll(jobs.Select(job => job.GetAsync()));

    private static Task<JobView[]> EndedAsync(JobHandle[] jobs) =>
        Task.WhenAll(jobs.Select(job => job.WaitAsync(TestContext.Current.CancellationToken)));

    /// <summary>Shows that the silos do run jobs, of another queue.</summary>
    private static async Task RunOtherAsync(TestCluster cluster)
    {
        var job = await cluster.Jobs.SubmitAsync(JobClient.Request(NoOp) with { Queue = "other" });
        Assert.Equal(JobStatus.Success, (await job.WaitAsync(TestContext.Current.CancellationToken)).Status);
    }

    private static void NeverStarted(JobView job) =>
        Assert.Equal([JobStatus.Queued], job.History.Select(change => change.Status));

    private sealed class FirstReport : IProgress<SiloView>
    {
        private readonly TaskCompletionSource<(int, string)> _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<(int Running, string State)> Seen => _seen.Task;

        public void Report(SiloView value) => _seen.TrySetResult((value.Running, value.State));
    }
}
