using Gristmill.Jobs;

namespace Gristmill.Storage;

public abstract partial class JobStoreConformance
{
    [Fact]
    public async Task What_one_store_answered_another_sees()
    {
        var other = await OpenAsync();
        for (var i = 0; i < 100; i++)
        {
            var job = await SubmitAsync();
            Assert.Equal(job, await other.FindAsync(job.Id));
            var claimed = await other.ExecuteAsync(new ClaimJob(job.Id, TestJobs.Owner, TestJobs.Silo));
            Assert.Equal(claimed.Row, await Store.FindAsync(job.Id));
        }
    }

    [Fact]
    public async Task Of_many_claimers_of_a_job_exactly_one_wins()
    {
        IJobStore[] stores = [Store, await OpenAsync(), await OpenAsync()];
        for (var round = 0; round < 20; round++)
        {
            var job = await SubmitAsync();
            var claims = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() =>
                stores[i % stores.Length].ExecuteAsync(new ClaimJob(job.Id, $"mill-{i}@a", $"mill-{i}")))));

            var winner = Assert.Single(claims, claim => claim.Accepted);
            Assert.Equal(winner.Row, await Store.FindAsync(job.Id));
            Assert.All(claims, claim => Assert.Equal((winner.Row!.Owner, 1), (claim.Row!.Owner, claim.Row.Run)));
        }
    }

    [Fact]
    public async Task A_read_does_not_wait_for_a_write_and_sees_what_was_there_before_it()
    {
        var job = await SubmitAsync();
        using var decide = new ManualResetEventSlim();
        var deciding = new TaskCompletionSource();
        var write = Store.ExecuteAsync(new TestCommand(job.Id, (row, _) =>
        {
            deciding.SetResult();
            decide.Wait();
            return JobDecision.Changed(row! with { Version = 2 }, null);
        }));
        await deciding.Task;

        Assert.Equal(job, await Store.FindAsync(job.Id));
        Assert.Equal([job], (await Store.ListAsync(new JobQuery())).Rows);

        decide.Set();
        Assert.Equal(2, (await write).Row!.Version);
    }

    [Fact]
    public async Task Jobs_that_several_stores_take_in_at_once_are_numbered_in_one_order_without_gaps()
    {
        IJobStore[] stores = [Store, await OpenAsync()];
        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(() =>
            stores[i % 2].ExecuteAsync(new SubmitJob(TestJobs.New())))));

        Assert.Equal(Enumerable.Range(1, 500).Select(i => (long)i), answers.Select(answer => answer.Row!.Sequence).Order());
    }

    [Fact]
    public async Task Runs_are_found_by_the_owner_that_holds_them()
    {
        var (one, two, three) = (await RunningAsync(), await RunningAsync(), await RunningAsync("mill-2@b1"));
        await SubmitAsync();
        await Store.ExecuteAsync(new CancelJob(two.Id, "typo"));

        Assert.Equal(["mill-1@a1", "mill-2@b1"], (await Store.OwnersAsync()).Order());
        Assert.Equal(
            [new HeldRun(one.Id, 1, JobStatus.Running, null), new HeldRun(two.Id, 1, JobStatus.Canceling, "typo")],
            await Store.HeldByAsync(TestJobs.Owner));

        await Store.ExecuteAsync(new FinishJob(three.Id, "mill-2@b1", 1, new RunOutcome.Returned("3"), null));
        Assert.Equal([TestJobs.Owner], await Store.OwnersAsync());
        Assert.Empty(await Store.HeldByAsync("mill-2@b1"));
    }

    [Fact]
    public async Task A_pools_row_is_its_last_report_until_it_is_removed()
    {
        var worker = new SiloView
        {
            Silo = TestJobs.Silo,
            Owner = TestJobs.Owner,
            Slots = 2,
            Queues = ["default", "other"],
            Started = Clock.GetUtcNow(),
            Seen = Clock.GetUtcNow(),
            Version = "1",
        };
        await Store.SaveWorkerAsync(worker);
        await Store.SaveWorkerAsync(worker with { Owner = "mill-2@b1", Silo = "mill-2" });
        await Store.SaveWorkerAsync(worker with { Running = 1, Seen = Clock.GetUtcNow().AddSeconds(1) });

        var rows = await Store.WorkersAsync();
        Assert.Equal([("mill-1@a1", 1), ("mill-2@b1", 0)], rows.Select(row => (row.Owner, row.Running)));
        Assert.Equal((worker.Started, worker.Seen.AddSeconds(1)), (rows[0].Started, rows[0].Seen));
        Assert.Equal(["default", "other"], rows[0].Queues);

        await Store.RemoveWorkerAsync(TestJobs.Owner);
        await Store.RemoveWorkerAsync(TestJobs.Owner);
        Assert.Equal("mill-2@b1", Assert.Single(await Store.WorkersAsync()).Owner);
    }
}
