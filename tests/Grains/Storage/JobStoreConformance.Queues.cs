using Gristmill.Jobs;

namespace Gristmill.Storage;

public abstract partial class JobStoreConformance
{
    private Task OrderAsync(QueueMode mode, string queue = "default") =>
        Store.OrderQueueAsync(new QueueState(queue, mode, "a reason", "a person", Clock.GetUtcNow()));

    private Task<JobAnswer> ClaimAsync(JobRow job) => Store.ExecuteAsync(new ClaimJob(job.Id, TestJobs.Owner, TestJobs.Silo));

    [Fact]
    public async Task A_queue_counts_its_ready_its_sleeping_and_its_held_jobs_and_no_ended_ones()
    {
        var first = await SubmitAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await SubmitAsync(TestJobs.New("b.task", priority: 9));
        await SubmitAsync(TestJobs.New() with { WakeAt = Clock.GetUtcNow().AddHours(1) });
        await SubmitAsync(TestJobs.New(queue: "other") with { WakeAt = Clock.GetUtcNow().AddHours(2) });
        await RunningAsync();
        await Store.ExecuteAsync(new CancelJob((await SubmitAsync()).Id, null));

        Assert.Equal(
            [new QueueCount("default", 2, 1, 1, first.WakeAt), new QueueCount("other", 0, 1, 0, null)],
            await Store.CountQueuesAsync(Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_job_whose_time_has_come_counts_as_ready_since_then_whether_or_not_anybody_writes()
    {
        var job = await SubmitAsync(TestJobs.New() with { WakeAt = Clock.GetUtcNow().AddSeconds(10) });
        Assert.Equal([new QueueCount("default", 0, 1, 0, null)], await Store.CountQueuesAsync(Clock.GetUtcNow()));

        Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal([new QueueCount("default", 1, 0, 0, job.WakeAt)], await Store.CountQueuesAsync(Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Without_open_jobs_there_is_nothing_to_count() =>
        Assert.Empty(await Store.CountQueuesAsync(Clock.GetUtcNow()));

    [Fact]
    public async Task A_paused_queue_takes_jobs_and_lets_none_be_claimed_through_any_store_until_it_is_open()
    {
        var (before, elsewhere) = (await SubmitAsync(), await SubmitAsync(TestJobs.New(queue: "other")));
        await OrderAsync(QueueMode.Paused);
        var after = await SubmitAsync();

        var other = await OpenAsync();
        foreach (var job in new[] { before, after })
        {
            var claim = await other.ExecuteAsync(new ClaimJob(job.Id, TestJobs.Owner, TestJobs.Silo));
            Assert.Equal("the queue \"default\" is paused", claim.Refusal);
            Assert.Equal((job, false), (claim.Row, claim.Moved));
        }
        Assert.True((await other.ExecuteAsync(new ClaimJob(elsewhere.Id, TestJobs.Owner, TestJobs.Silo))).Accepted);

        await OrderAsync(QueueMode.Open);
        Assert.True((await other.ExecuteAsync(new ClaimJob(before.Id, TestJobs.Owner, TestJobs.Silo))).Moved);
    }

    [Fact]
    public async Task What_runs_in_a_paused_queue_may_end_and_what_waits_may_be_canceled()
    {
        var (running, waiting) = (await RunningAsync(), await SubmitAsync());
        await OrderAsync(QueueMode.Paused);

        Assert.True((await Store.ExecuteAsync(new FinishJob(running.Id, TestJobs.Owner, 1, new RunOutcome.Returned("3"), null)))
            .Moved);
        Assert.True((await Store.ExecuteAsync(new CancelJob(waiting.Id, null))).Moved);
    }

    [Fact]
    public async Task A_draining_queue_refuses_new_jobs_and_lets_run_those_it_has()
    {
        var had = await SubmitAsync();
        await OrderAsync(QueueMode.Draining);
        var late = TestJobs.New();

        var refused = await Store.ExecuteAsync(new SubmitJob(late));

        Assert.Contains("queue is \"default\", which is draining", refused.Refusal, StringComparison.Ordinal);
        Assert.Null(await Store.FindAsync(late.Id));
        Assert.True((await Store.ExecuteAsync(new SubmitJob(had))).Accepted); // Submitted again because the answer was lost.
        Assert.True((await ClaimAsync(had)).Moved);
        Assert.True((await Store.ExecuteAsync(new ReleaseJob(had.Id, TestJobs.Owner, 1, "Shutdown"))).Moved);
        Assert.True((await ClaimAsync(had)).Moved);
        await OrderAsync(QueueMode.Open);
        Assert.True((await Store.ExecuteAsync(new SubmitJob(late))).Moved);
    }

    [Fact]
    public async Task The_last_order_to_a_queue_is_kept_and_an_open_one_has_none()
    {
        await OrderAsync(QueueMode.Draining);
        await OrderAsync(QueueMode.Paused);
        await OrderAsync(QueueMode.Draining, "a.queue");
        await OrderAsync(QueueMode.Open, "open");

        var paused = new QueueState("default", QueueMode.Paused, "a reason", "a person", Clock.GetUtcNow());
        Assert.Equal(["a.queue", "default"], (await Store.QueueOrdersAsync()).Select(order => order.Name));
        Assert.Equal(paused, await (await OpenAsync()).QueueOrderAsync("default"));
        Assert.Null(await Store.QueueOrderAsync("open"));
    }

    [Fact]
    public async Task Waiting_jobs_are_those_queued_in_the_queue_up_to_a_place()
    {
        var ready = await SubmitAsync();
        var asleep = await SubmitAsync(TestJobs.New() with { WakeAt = Clock.GetUtcNow().AddHours(1) });
        await SubmitAsync(TestJobs.New(queue: "other"));
        await RunningAsync();
        var last = await SubmitAsync();
        var late = await SubmitAsync();

        Assert.Equal(new[] { ready.Id, asleep.Id, last.Id }.Order(),
            (await Store.WaitingAsync("default", last.Sequence, 10)).Order());
        Assert.Contains(late.Id, await Store.WaitingAsync("default", long.MaxValue, 10));
        Assert.Equal(2, (await Store.WaitingAsync("default", long.MaxValue, 2)).Length);
    }

    [Fact]
    public async Task A_job_that_a_limit_holds_back_counts_as_delayed_and_waits()
    {
        var jobs = await LimitedAsync(2, OneAtATime);
        await ClaimAllAsync(jobs);

        Assert.Equal([new QueueCount("default", 0, 1, 1, null)], await Store.CountQueuesAsync(Clock.GetUtcNow()));
        Assert.Equal([jobs[1].Id], await Store.WaitingAsync("default", long.MaxValue, 10));
        Assert.True((await Store.ExecuteAsync(new PurgeJob(jobs[1].Id))).Moved);
        Assert.Empty(await Store.WaitingAsync("default", long.MaxValue, 10));
    }

    [Fact]
    public async Task A_purge_cancels_what_waits_and_leaves_what_runs()
    {
        var (waiting, running) = (await SubmitAsync(), await RunningAsync());

        var answers = await Store.ExecuteAsync([new PurgeJob(waiting.Id), new PurgeJob(running.Id)]);

        Assert.Equal((JobStatus.Canceled, "Purged"), (answers[0].Row!.Status, answers[0].Row!.CancelReason));
        Assert.Equal((running, false), (answers[1].Row, answers[1].Moved));
    }

    [Fact]
    public async Task A_pool_is_told_with_its_heartbeat_whether_it_is_cordoned()
    {
        var worker = new SiloView { Silo = TestJobs.Silo, Owner = TestJobs.Owner };
        Assert.False(await Store.CordonAsync(TestJobs.Owner, true));
        Assert.False(await Store.SaveWorkerAsync(worker));

        Assert.True(await Store.CordonAsync(TestJobs.Owner, true));
        Assert.True(await Store.SaveWorkerAsync(worker with { Running = 1 }));
        Assert.True(await Store.CordonAsync(TestJobs.Owner, false));
        Assert.False(await Store.SaveWorkerAsync(worker));
        Assert.False(await Store.SaveWorkerAsync(worker with { Owner = "mill-1@a2" }));
    }

    [Fact]
    public async Task A_pool_whose_row_was_lost_keeps_its_own_cordon()
    {
        var worker = new SiloView { Silo = TestJobs.Silo, Owner = TestJobs.Owner };
        await Store.SaveWorkerAsync(worker);
        await Store.CordonAsync(TestJobs.Owner, true);
        await Store.RemoveWorkerAsync(TestJobs.Owner);

        Assert.True(await Store.SaveWorkerAsync(worker with { State = "Cordoned" }));
    }
}
