using Gristmill.Jobs;

namespace Gristmill.Storage;

public abstract partial class JobStoreConformance
{
    private static readonly JobLimit OneAtATime = new() { Key = "one", MaxConcurrent = 1 };
    private static readonly JobLimit TwoInTenSeconds = new() { Key = "two", MaxStarts = 2, Period = TimeSpan.FromSeconds(10) };

    private async Task<JobRow[]> LimitedAsync(int count, params JobLimit[] limits)
    {
        var jobs = Enumerable.Range(0, count)
            .Select(_ => TestJobs.New() with { Options = new JobOptions { Limits = limits, MaxLostRuns = 1 } });
        return [.. (await Store.ExecuteAsync([.. jobs.Select(job => new SubmitJob(job))])).Select(answer => answer.Row!)];
    }

    private async Task ClaimAsync(bool[] accepted, params JobRow[] jobs) =>
        Assert.Equal(accepted, (await Store.ExecuteAsync([.. jobs.Select(Claim)])).Select(claim => claim.Accepted));

    private async Task ClaimAllAsync(params JobRow[] jobs) => await Store.ExecuteAsync([.. jobs.Select(Claim)]);

    private async Task<Guid[]> ReadyAsync() =>
        [.. (await Store.ReadyAsync("default", [TestJobs.Task], 100, Clock.GetUtcNow())).Select(entry => entry.Job)];

    [Fact]
    public async Task A_claim_over_a_limit_is_refused_and_the_job_leaves_its_line()
    {
        var jobs = await LimitedAsync(3, OneAtATime);

        await ClaimAsync([true, false], jobs[0], jobs[1]);

        var held = (await Store.FindAsync(jobs[1].Id))!;
        Assert.Equal((JobStatus.Queued, 0, "one", jobs[1].Version), (held.Status, held.Run, held.BlockedBy, held.Version));
        Assert.Equal([jobs[2].Id], await ReadyAsync());
        await ClaimAsync([false], jobs[1]);
        Assert.Empty(await Store.HeldBackAsync(Clock.GetUtcNow(), 10));
    }

    [Fact]
    public async Task A_change_that_is_no_move_leaves_a_held_back_job_where_it_is()
    {
        var jobs = await LimitedAsync(2, OneAtATime);
        await ClaimAllAsync(jobs);
        await Store.ExecuteAsync(new WatchJob(jobs[1].Id, JobWatch.End));
        Assert.Empty(await ReadyAsync());
        Assert.Equal("one", (await Store.FindAsync(jobs[1].Id))!.BlockedBy);
    }

    [Fact]
    public async Task The_end_of_a_run_puts_the_first_by_priority_and_age_into_its_line_again()
    {
        var jobs = await LimitedAsync(3, OneAtATime);
        var urgent = await SubmitAsync(TestJobs.New(priority: 9) with { Options = jobs[0].Options });
        await ClaimAsync([true, false, false, false], [.. jobs, urgent]);
        JobRow running = jobs[0];
        foreach (var next in new[] { urgent, jobs[1], jobs[2] })
        {
            var end = await Store.ExecuteAsync(Finish(running, new RunOutcome.Returned("3")));
            Assert.Equal(next.Id, Assert.Single(end.Others).Id);
            Assert.Equal([next.Id], await ReadyAsync());
            await ClaimAsync([true], next);
            running = next;
        }
    }

    public static TheoryData<string> WaysToEndARun =>
        [.. Ends.Where(end => end.Value(TestJobs.New())[0] is ClaimJob && end.Key != "expired at its claim")
        .Select(end => end.Key)];

    [Theory, MemberData(nameof(WaysToEndARun))]
    public async Task A_slot_is_taken_while_a_silo_holds_the_job_and_freed_once(string end)
    {
        var jobs = await LimitedAsync(4, OneAtATime);
        foreach (var command in Ends[end](jobs[0]))
        {
            await Store.ExecuteAsync(command);
            if (command is ClaimJob)
                await ClaimAsync([false], jobs[1]);
        }
        await Store.ExecuteAsync(Ends[end](jobs[0])[^1]);

        Assert.Equal([jobs[1].Id, jobs[2].Id, jobs[3].Id], await ReadyAsync());
        await ClaimAsync([true, false], jobs[1], jobs[2]);
    }

    [Fact]
    public async Task A_run_given_back_frees_its_slot()
    {
        var jobs = await LimitedAsync(2, OneAtATime);
        await ClaimAllAsync(jobs);
        await Store.ExecuteAsync(new ReleaseJob(jobs[0].Id, TestJobs.Owner, 1, "Shutdown"));
        await ClaimAsync([true, false], jobs[1], jobs[0]);
    }

    [Fact]
    public async Task When_the_next_in_line_goes_away_another_is_found()
    {
        var jobs = await LimitedAsync(3, OneAtATime);
        await ClaimAllAsync(jobs);
        await Store.ExecuteAsync([Finish(jobs[0], new RunOutcome.Returned("3")), new CancelJob(jobs[1].Id, null)]);

        Assert.Equal([jobs[2].Id], await Store.HeldBackAsync(Clock.GetUtcNow(), 10));
        await Store.ExecuteAsync(new UnblockJob(jobs[2].Id));
        Assert.Equal([jobs[2].Id], await ReadyAsync());
        Assert.Empty(await Store.HeldBackAsync(Clock.GetUtcNow(), 10));
    }

    [Fact]
    public async Task No_more_start_than_the_rate_allows_and_the_rest_when_it_does()
    {
        var jobs = await LimitedAsync(5, TwoInTenSeconds);
        await ClaimAsync([true, true, false, false, false], jobs);
        await Store.ExecuteAsync(Finish(jobs[0], new RunOutcome.Returned("3")));
        Assert.Empty(await ReadyAsync());
        Assert.Empty(await Store.HeldBackAsync(Clock.GetUtcNow(), 10));

        Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([jobs[2].Id], await Store.HeldBackAsync(Clock.GetUtcNow(), 10));
        await Store.ExecuteAsync(new UnblockJob(jobs[2].Id));
        await ClaimAsync([true, false], jobs[2], jobs[3]);

        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([jobs[3].Id, jobs[4].Id], await Store.HeldBackAsync(Clock.GetUtcNow(), 10));
    }

    [Fact]
    public async Task A_run_that_never_started_gives_its_start_back_and_one_that_was_shut_down_does_not()
    {
        var jobs = await LimitedAsync(4, TwoInTenSeconds);
        await ClaimAllAsync(jobs[0], jobs[1]);
        await Store.ExecuteAsync(new ReleaseJob(jobs[0].Id, TestJobs.Owner, 1, "Shutdown"));
        await ClaimAsync([false], jobs[2]);
        await Store.ExecuteAsync(new UndoClaim(jobs[1].Id, TestJobs.Owner, 1));
        await ClaimAsync([true, false], jobs[2], jobs[3]);
    }

    [Fact]
    public async Task A_job_of_two_limits_keeps_to_both_and_holds_neither_while_it_waits_for_one()
    {
        var both = await LimitedAsync(2, OneAtATime, TwoInTenSeconds);
        var starts = await LimitedAsync(2, TwoInTenSeconds);
        var slots = await LimitedAsync(1, OneAtATime);
        await ClaimAsync([true, true, false, true], starts[0], starts[1], both[0], slots[0]);
        Assert.Equal("two", (await Store.FindAsync(both[0].Id))!.BlockedBy);
        await ClaimAsync([false], both[1]);
        Assert.Equal("one", (await Store.FindAsync(both[1].Id))!.BlockedBy);
    }

    [Fact]
    public async Task Every_limit_with_room_lets_its_own_jobs_go()
    {
        var limits = Enumerable.Range(0, 20).Select(i => new JobLimit { Key = $"key {i}", MaxStarts = 1 }).ToArray();
        foreach (var limit in limits)
            await ClaimAllAsync(await LimitedAsync(3, limit));
        Assert.Empty(await Store.HeldBackAsync(Clock.GetUtcNow(), 100));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(20, (await Store.HeldBackAsync(Clock.GetUtcNow(), 100)).Length);
        Assert.Equal(7, (await Store.HeldBackAsync(Clock.GetUtcNow(), 7)).Length);
    }

    [Fact]
    public async Task Of_claims_through_many_stores_as_many_succeed_as_the_limit_allows()
    {
        IJobStore[] stores = [Store, await OpenAsync()];
        var jobs = await LimitedAsync(60, OneAtATime with { MaxConcurrent = 7 });
        var claims = await Task.WhenAll(jobs.Select((job, i) => Task.Run(() => stores[i % 2].ExecuteAsync(Claim(job)))));
        Assert.Equal(7, claims.Count(claim => claim.Accepted));
        Assert.Empty(await ReadyAsync());
    }

    [Fact]
    public async Task Of_jobs_that_are_given_up_if_they_are_lost_once_more_one_runs_at_a_time()
    {
        var options = new JobOptions { MaxLostRuns = 2, Limits = [TwoInTenSeconds with { MaxStarts = 100 }] };
        JobRow[] jobs =
            [await SubmitAsync(TestJobs.New() with { Options = options }),
            await SubmitAsync(TestJobs.New() with { Options = options with { Limits = null } })];
        await ClaimAllAsync(jobs);
        await Store.ExecuteAsync([.. jobs.Select(job => new RecoverLostRun(job.Id, TestJobs.Owner, 1))]);

        await ClaimAsync([true, false], jobs);
        Assert.Equal("last lost run", (await Store.FindAsync(jobs[1].Id))!.BlockedBy);
        var given = await Store.ExecuteAsync(new RecoverLostRun(jobs[0].Id, TestJobs.Owner, 2));

        Assert.Equal(JobStatus.Error, given.Row!.Status);
        Assert.Equal(jobs[1].Id, Assert.Single(given.Others).Id);
        await ClaimAsync([true], jobs[1]);
        var reopened = (await Store.ExecuteAsync(new RetryJob(jobs[0].Id))).Row!;
        Assert.Equal(["two"], reopened.Options.Limits!.Select(limit => limit.Key));
        await ClaimAsync([true], reopened);
    }
}
