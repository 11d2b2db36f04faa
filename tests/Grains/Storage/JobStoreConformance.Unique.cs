using Gristmill.Jobs;

namespace Gristmill.Storage;

public abstract partial class JobStoreConformance
{
    private static JobRow Unique(UniquePolicy policy = UniquePolicy.Reject, string key = "k", JobStatus[]? states = null) =>
        TestJobs.New() with
        {
            Options = new JobOptions
            {
                Unique = new UniqueRule
                {
                    Key = key,
                    Policy = policy,
                    States = states
            ?? [JobStatus.Queued, JobStatus.Running]
                }
            },
        };

    private async Task<bool> TakesKeyAsync(string key = "k") =>
        (await Store.ExecuteAsync(new SubmitJob(Unique(key: key)))).Accepted;

    [Fact]
    public async Task A_key_that_another_job_has_is_refused_and_nothing_is_stored()
    {
        var holder = await SubmitAsync(Unique());
        var late = Unique();

        var answer = await Store.ExecuteAsync(new SubmitJob(late));

        Assert.Contains(holder.Id.ToString(), answer.Refusal, StringComparison.Ordinal);
        Assert.Null(await Store.FindAsync(late.Id));
        Assert.True(await TakesKeyAsync("another"));
        Assert.True((await Store.ExecuteAsync(new SubmitJob(TestJobs.New()))).Accepted);
    }

    [Fact]
    public async Task The_job_that_has_the_key_is_returned_and_no_other_is_made()
    {
        var holder = await SubmitAsync(Unique());
        var late = Unique(UniquePolicy.ReturnExisting);

        var answer = await Store.ExecuteAsync(new SubmitJob(late));

        Assert.Equal((true, false, holder.Id), (answer.Accepted, answer.Moved, answer.Row!.Id));
        Assert.Null(await Store.FindAsync(late.Id));
    }

    [Fact]
    public async Task A_waiting_job_is_replaced_in_the_commit_that_stores_the_new_one()
    {
        var old = await SubmitAsync(Unique());
        var late = Unique(UniquePolicy.ReplaceQueued);

        var answer = await Store.ExecuteAsync(new SubmitJob(late));

        Assert.Equal((true, late.Id), (answer.Moved, answer.Row!.Id));
        Assert.Equal(old.Id, Assert.Single(answer.Others).Id);
        var (row, history) = (await Store.FindWithHistoryAsync(old.Id))!.Value;
        Assert.Equal((JobStatus.Canceled, "Replaced"), (row.Status, row.CancelReason));
        Assert.Equal([JobStatus.Queued, JobStatus.Canceled], history.Select(change => change.Status));
        Assert.Equal(late.Id, Assert.Single(await Store.ReadyAsync("default", [TestJobs.Task], 10, Clock.GetUtcNow())).Job);
    }

    [Fact]
    public async Task A_running_job_is_not_replaced()
    {
        var old = await SubmitAsync(Unique());
        await Store.ExecuteAsync(new ClaimJob(old.Id, TestJobs.Owner, TestJobs.Silo));

        var answer = await Store.ExecuteAsync(new SubmitJob(Unique(UniquePolicy.ReplaceQueued)));

        Assert.Contains($"job {old.Id} has it, which is Running", answer.Refusal, StringComparison.Ordinal);
        Assert.Equal(JobStatus.Running, (await Store.FindAsync(old.Id))!.Status);
    }

    [Fact]
    public async Task Equal_keys_given_together_see_each_other()
    {
        JobRow[] jobs = [Unique(), Unique(), Unique(UniquePolicy.ReturnExisting), Unique(UniquePolicy.ReplaceQueued), Unique()];

        var answers = await Store.ExecuteAsync([.. jobs.Select(job => new SubmitJob(job))]);

        Assert.Equal([true, false, true, true, false], answers.Select(answer => answer.Accepted));
        Assert.Equal(jobs[0].Id, answers[2].Row!.Id);
        Assert.Contains(jobs[3].Id.ToString(), answers[4].Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submitting_the_holder_again_is_the_same_job()
    {
        var holder = await SubmitAsync(Unique());
        var again = await Store.ExecuteAsync(new SubmitJob(Unique() with { Id = holder.Id }));
        Assert.Equal((true, holder.Id), (again.Accepted, again.Row!.Id));
    }

    private static readonly Dictionary<string, Func<JobRow, JobCommand[]>> Ends = new()
    {
        ["success"] = job => [Claim(job), Finish(job, new RunOutcome.Returned("3"))],
        ["error"] = job => [Claim(job), Finish(job, new RunOutcome.Failed(new JobError("E", "e")))],
        ["canceled while it waits"] = job => [new CancelJob(job.Id, null)],
        ["canceled while it runs"] = job => [Claim(job), new CancelJob(job.Id, null), Finish(job, new RunOutcome.Stopped())],
        ["canceled before it started"] = job =>
            [Claim(job), new CancelJob(job.Id, null), new UndoClaim(job.Id, TestJobs.Owner, 1)],
        ["canceled and given back"] = job =>
            [Claim(job), new CancelJob(job.Id, null), new ReleaseJob(job.Id, TestJobs.Owner, 1, "Shutdown")],
        ["lost too often"] = job => [Claim(job), new RecoverLostRun(job.Id, TestJobs.Owner, 1)],
        ["expired"] = job => [new ExpireJob(job.Id)],
        ["expired at its claim"] = job => [Claim(job)],
    };

    private static ClaimJob Claim(JobRow job) => new(job.Id, TestJobs.Owner, TestJobs.Silo);

    private static FinishJob Finish(JobRow job, RunOutcome outcome, int run = 1) =>
        new(job.Id, TestJobs.Owner, run, outcome, null);

    public static TheoryData<string> WaysToEnd => [.. Ends.Keys];

    [Theory, MemberData(nameof(WaysToEnd))]
    public async Task A_key_is_taken_until_the_job_ends_and_then_free(string end)
    {
        var job = Unique();
        job = job with
        {
            Options =
            job.Options with { MaxLostRuns = 1, ExpiresAt = end.StartsWith("expired", StringComparison.Ordinal) ? Clock.GetUtcNow().AddSeconds(1) : null }
        };
        await SubmitAsync(job);
        if (job.Options.ExpiresAt is not null)
            Clock.Advance(TimeSpan.FromSeconds(2));

        foreach (var command in Ends[end](job))
        {
            Assert.False(await TakesKeyAsync());
            await Store.ExecuteAsync(command);
        }

        Assert.True((await Store.FindAsync(job.Id))!.Status.IsTerminal());
        Assert.True(await TakesKeyAsync());
        Assert.False(await TakesKeyAsync());
    }

    [Fact]
    public async Task A_job_that_returns_to_its_queue_keeps_its_key()
    {
        var job = await SubmitAsync(Unique());
        await Store.ExecuteAsync(Claim(job));
        await Store.ExecuteAsync(new RecoverLostRun(job.Id, TestJobs.Owner, 1));
        Assert.False(await TakesKeyAsync());
    }

    [Fact]
    public async Task A_reopened_job_takes_its_key_again_or_is_refused()
    {
        var job = await SubmitAsync(Unique());
        await Store.ExecuteAsync(new CancelJob(job.Id, null));
        Assert.True((await Store.ExecuteAsync(new RetryJob(job.Id))).Accepted);
        Assert.False(await TakesKeyAsync());

        await Store.ExecuteAsync(new CancelJob(job.Id, null));
        Assert.True(await TakesKeyAsync());
        Assert.Contains("unique.key", (await Store.ExecuteAsync(new RetryJob(job.Id))).Refusal, StringComparison.Ordinal);
        Assert.Equal(JobStatus.Canceled, (await Store.FindAsync(job.Id))!.Status);
    }

    [Fact]
    public async Task One_runs_and_one_waits_when_only_waiting_jobs_hold_the_key()
    {
        JobStatus[] waiting = [JobStatus.Queued];
        var first = await SubmitAsync(Unique(states: waiting));
        await Store.ExecuteAsync(Claim(first));
        var second = await SubmitAsync(Unique(states: waiting));
        Assert.False(await TakesKeyAsync());

        var lost = await Store.ExecuteAsync(new RecoverLostRun(first.Id, TestJobs.Owner, 1));

        Assert.Equal((true, JobStatus.Canceled, "Replaced"), (lost.Moved, lost.Row!.Status, lost.Row.CancelReason));
        Assert.Equal(JobStatus.Queued, (await Store.FindAsync(second.Id))!.Status);
    }

    [Fact]
    public async Task A_key_that_outlasts_success_returns_the_job_that_succeeded()
    {
        JobStatus[] kept = [JobStatus.Queued, JobStatus.Running, JobStatus.Success];
        var job = await SubmitAsync(Unique(states: kept));
        await Store.ExecuteAsync([Claim(job), Finish(job, new RunOutcome.Returned("3"))]);

        var answer = await Store.ExecuteAsync(new SubmitJob(Unique(UniquePolicy.ReturnExisting)));

        Assert.Equal((job.Id, "3"), (answer.Row!.Id, answer.Row.Result));
        Assert.True((await Store.ExecuteAsync(new RetryJob(job.Id))).Accepted);
        Assert.False(await TakesKeyAsync());
    }

    [Fact]
    public async Task Of_many_stores_that_want_one_key_exactly_one_gets_it()
    {
        IJobStore[] stores = [Store, await OpenAsync()];
        for (var round = 0; round < 20; round++)
        {
            var key = $"key {round}";
            var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() =>
                stores[i % 2].ExecuteAsync(new SubmitJob(Unique(key: key))))));
            var winner = Assert.Single(answers, answer => answer.Accepted);
            Assert.All(answers.Where(answer => !answer.Accepted), answer =>
                Assert.Contains(winner.Row!.Id.ToString(), answer.Refusal, StringComparison.Ordinal));
        }
    }
}
