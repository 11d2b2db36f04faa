using Gristmill.Jobs;

namespace Gristmill.Storage;

public abstract partial class JobStoreConformance
{
    private async Task<Guid[]> ReadyAsync(int limit = 100, params string[] tasks) =>
        [.. (await Store.ReadyAsync("default", tasks is [] ? [TestJobs.Task] : tasks, limit, Clock.GetUtcNow()))
            .Select(entry => entry.Job)];

    [Fact]
    public async Task Ready_jobs_come_by_priority_and_then_by_age()
    {
        var low = await SubmitAsync(TestJobs.New(priority: 0));
        var older = await SubmitAsync(TestJobs.New("b.task"));
        var newer = await SubmitAsync(TestJobs.New("a.task"));
        var high = await SubmitAsync(TestJobs.New("a.task", priority: 9));

        var ready = await Store.ReadyAsync("default", ["a.task", "b.task", TestJobs.Task], 10, Clock.GetUtcNow());

        Assert.Equal([high.Id, older.Id, newer.Id, low.Id], ready.Select(entry => entry.Job));
        Assert.Equal(new QueueEntry(high.Id, "a.task", 9, high.Sequence), ready[0]);
    }

    [Fact]
    public async Task Ready_jobs_are_of_the_queue_and_the_tasks_asked_for()
    {
        await SubmitAsync(TestJobs.New(queue: "other"));
        await SubmitAsync(TestJobs.New("a.task"));
        var job = await SubmitAsync();

        Assert.Equal([job.Id], await ReadyAsync());
        Assert.Empty(await ReadyAsync(100, "no.task"));
        Assert.Empty(await Store.ReadyAsync("default", [], 100, Clock.GetUtcNow()));
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(7), InlineData(30), InlineData(99)]
    public async Task A_limit_takes_the_best_of_all_tasks(int limit)
    {
        var tasks = new[] { "a.task", "b.task", "c.task" };
        var jobs = Enumerable.Range(0, 60).Select(i => TestJobs.New(tasks[i * i % 3], priority: i * 7 % 10)).ToArray();
        var rows = (await Store.ExecuteAsync([.. jobs.Select(job => new SubmitJob(job))])).Select(answer => answer.Row!);

        var best = rows.OrderByDescending(row => row.Priority).ThenBy(row => row.Sequence).Take(limit).Select(row => row.Id);
        Assert.Equal(best, await ReadyAsync(limit, tasks));
    }

    [Fact]
    public async Task A_job_is_ready_from_its_wake_time_on_whether_or_not_anybody_writes()
    {
        var later = await SubmitAsync(TestJobs.New(priority: 9) with { WakeAt = Clock.GetUtcNow().AddSeconds(10) });
        var now = await SubmitAsync();
        Assert.Equal([now.Id], await ReadyAsync());

        Clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMicroseconds(1));
        Assert.Equal([now.Id], await ReadyAsync());

        Clock.Advance(TimeSpan.FromMicroseconds(1));
        Assert.Equal([later.Id, now.Id], await ReadyAsync());
        Assert.Equal([later.Id], await ReadyAsync(1));

        var another = await SubmitAsync();
        Assert.Equal([later.Id, now.Id, another.Id], await ReadyAsync());
        Assert.True((await Store.ExecuteAsync(new ClaimJob(later.Id, TestJobs.Owner, TestJobs.Silo))).Accepted);
        Assert.Equal([now.Id, another.Id], await ReadyAsync());
    }

    [Fact]
    public async Task Claimed_and_canceled_jobs_leave_the_line_and_one_given_back_has_its_old_place()
    {
        var (first, second, third) = (await SubmitAsync(), await SubmitAsync(), await SubmitAsync());
        await Store.ExecuteAsync(new ClaimJob(first.Id, TestJobs.Owner, TestJobs.Silo));
        await Store.ExecuteAsync(new CancelJob(second.Id, null));
        Assert.Equal([third.Id], await ReadyAsync());

        await Store.ExecuteAsync(new ReleaseJob(first.Id, TestJobs.Owner, 1, "Shutdown"));
        Assert.Equal([first.Id, third.Id], await ReadyAsync());
    }

    [Fact]
    public async Task A_claim_that_is_undone_leaves_no_trace_in_the_history_nor_in_the_age_of_its_queue()
    {
        var job = await SubmitAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));
        var running = (await Store.ExecuteAsync(new ClaimJob(job.Id, TestJobs.Owner, TestJobs.Silo))).Row!;
        await Store.ExecuteAsync(new FinishJob(job.Id, TestJobs.Owner, running.Run, new RunOutcome.Returned("1"), null));
        await Store.ExecuteAsync(new RetryJob(job.Id));
        var before = (await Store.FindWithHistoryAsync(job.Id))!.Value;

        for (var i = 0; i < 3; i++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            var claimed = (await Store.ExecuteAsync(new ClaimJob(job.Id, TestJobs.Owner, TestJobs.Silo))).Row!;
            Assert.True((await Store.ExecuteAsync(new UndoClaim(job.Id, TestJobs.Owner, claimed.Run))).Moved);
        }

        var after = (await Store.FindWithHistoryAsync(job.Id))!.Value;
        Assert.Equal(before.Row with { Run = 4, Version = before.Row.Version + 6 }, after.Row);
        Assert.Equal(before.History, after.History);
        Assert.Equal(before.Row.WakeAt, Assert.Single(await Store.CountQueuesAsync(Clock.GetUtcNow())).OldestReady);
        Assert.Equal([job.Id], await ReadyAsync());
    }

    [Fact]
    public async Task A_job_that_is_canceled_before_its_claim_came_to_a_start_has_only_its_end_in_the_history()
    {
        var job = await RunningAsync();
        await Store.ExecuteAsync([new CancelJob(job.Id, "typo"), new UndoClaim(job.Id, TestJobs.Owner, job.Run)]);

        var (_, history) = (await Store.FindWithHistoryAsync(job.Id))!.Value;
        Assert.Equal([(JobStatus.Queued, 0), (JobStatus.Canceled, 0)],
            history.Select(happened => (happened.Status, happened.Run)));
    }

    [Fact]
    public async Task Jobs_ahead_are_those_of_greater_priority_and_the_older_of_the_same_over_all_tasks_asked_for()
    {
        await SubmitAsync(TestJobs.New("a.task", priority: 9));
        await SubmitAsync(TestJobs.New("b.task"));
        await SubmitAsync(TestJobs.New("no.task", priority: 9));
        await SubmitAsync(TestJobs.New("a.task", queue: "other"));
        var job = await SubmitAsync();
        await SubmitAsync(TestJobs.New("a.task"));
        await SubmitAsync(TestJobs.New("a.task", priority: 0));

        Assert.Equal(2, await Store.AheadAsync(job, ["a.task", "b.task", TestJobs.Task], most: 10));
        Assert.Equal(1, await Store.AheadAsync(job, ["a.task", "b.task", TestJobs.Task], most: 1));
    }
}
