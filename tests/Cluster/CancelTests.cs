namespace Gristmill.Cluster;

/// <summary>Cancellation across processes.</summary>
public sealed class CancelTests
{
    private const string UntilCanceled = "gwexample.analyses.tasks.untilcanceled";
    private const string Busy = "gwexample.analyses.tasks.busy";

    [Fact]
    public async Task A_running_job_is_canceled_by_the_console_and_its_task_saw_the_flag()
    {
        await using var cluster = await TestCluster.HostAsync("one", "two");
        var job = await cluster.Jobs.SubmitAsync(UntilCanceled);
        await MainJobTests.RunningAsync(job);

        var (exit, _, errors) = await cluster.ConsoleAsync("cancel", job.Id.ToString(), "--reason", "not needed");

        Assert.Equal((0, ""), (exit, errors));
        await job.WaitAsync(TestContext.Current.CancellationToken);
        var view = await job.GetAsync();
        Assert.Equal([JobStatus.Queued, JobStatus.Running, JobStatus.Canceling, JobStatus.Canceled],
            view.History.Select(change => change.Status));
        Assert.Equal("not needed", view.CancelReason);
        Assert.Contains(await job.LogAsync(), line => line.Text == "told to stop: Requested");
    }

    [Fact]
    public async Task A_queued_job_that_is_canceled_never_runs()
    {
        await using var cluster = await TestCluster.HostAsync();
        await cluster.HostSiloAsync("one", "--concurrency", "1");
        await cluster.ConnectAsync();
        var first = await cluster.Jobs.SubmitAsync(UntilCanceled);
        await MainJobTests.RunningAsync(first);
        var second = await cluster.Jobs.SubmitAsync(UntilCanceled);

        Assert.Equal(JobStatus.Canceled, (await second.CancelAsync()).Status);
        await first.CancelAsync();
        await first.WaitAsync(TestContext.Current.CancellationToken);
        // A job behind it in the same queue has run, so its turn has come and gone.
        await cluster.Jobs.RunAsync<int?>("gwexample.analyses.tasks.noop");

        var view = await second.GetAsync();
        Assert.Equal([JobStatus.Queued, JobStatus.Canceled], view.History.Select(change => change.Status));
        Assert.Equal(0, view.Attempt);
    }

    [Fact]
    public async Task Jobs_are_canceled_while_every_slot_burns_processor_time()
    {
        await using var cluster = await TestCluster.HostAsync("one");
        var jobs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => cluster.Jobs.SubmitAsync(Busy, 600)));
        await Task.WhenAll(jobs.Select(MainJobTests.RunningAsync));

        await Task.WhenAll(jobs.Select(job => job.CancelAsync()));

        var ended = await Task.WhenAll(jobs.Select(job => job.WaitAsync(TestContext.Current.CancellationToken)));
        Assert.All(ended, job => Assert.Equal(JobStatus.Canceled, job.Status));
    }
}
