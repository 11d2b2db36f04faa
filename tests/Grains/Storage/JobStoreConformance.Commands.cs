using Gristmill.Jobs;

namespace Gristmill.Storage;

public abstract partial class JobStoreConformance
{
    [Fact]
    public async Task A_submitted_job_is_found_as_it_was_answered()
    {
        var answer = await Store.ExecuteAsync(new SubmitJob(TestJobs.New()));

        Assert.True(answer is { Accepted: true, Moved: true });
        Assert.Equal(JobStatus.Queued, answer.Row!.Status);
        Assert.Equal(Clock.GetUtcNow(), answer.Row.Created);
        Assert.Equal(answer.Row, await Store.FindAsync(answer.Row.Id));
    }

    [Fact]
    public async Task A_job_that_never_was_is_null()
    {
        Assert.Null(await Store.FindAsync(Guid.NewGuid()));
        Assert.Null(await Store.FindWithHistoryAsync(Guid.NewGuid()));
    }

    [Fact]
    public async Task Every_member_of_a_row_is_kept_when_inserted_and_when_changed()
    {
        var first = Full(await SubmitAsync());
        await Store.ExecuteAsync(TestCommand.Save(first));
        Assert.Equal(first, await Store.FindAsync(first.Id));

        var bare = TestJobs.New() with { Id = first.Id, Sequence = first.Sequence, Created = first.Created };
        await Store.ExecuteAsync(TestCommand.Save(bare));
        Assert.Equal(bare with { WakeAt = default }, (await Store.FindAsync(first.Id))! with { WakeAt = default });

        var inserted = Full(TestJobs.New() with { Created = Clock.GetUtcNow() });
        var answer = await Store.ExecuteAsync(TestCommand.Save(inserted));
        Assert.Equal(inserted with { Sequence = answer.Row!.Sequence }, await Store.FindAsync(inserted.Id));
    }

    private JobRow Full(JobRow row) => row with
    {
        Title = "Zwölf Boxkämpfer \u0001 \ud83d\udc1f",
        Queue = "other",
        Priority = 9,
        Status = JobStatus.ConvertingOutput,
        Run = 2,
        Attempt = 1,
        Earlier = new EarlierAttempt(Clock.Start, "mill-7", new JobError("Trouble", "before"), new JobProgress(1, 3, "some")),
        Failures = 3,
        LostRuns = 4,
        Owner = "mill-2@b1",
        Silo = "mill-2",
        WakeAt = Clock.GetUtcNow().AddMicroseconds(1),
        Started = Clock.GetUtcNow().AddMicroseconds(2),
        Finished = Clock.GetUtcNow().AddMicroseconds(3),
        Watch = JobWatch.Changes,
        Version = 7,
        Arguments = """{"a":[1,"zwei"]}""",
        Result = "",
        Error = new JobError("Type", "message", "detail\nof lines"),
        CancelReason = "",
        Progress = new JobProgress(0.5, 3, "half"),
        Options = new JobOptions { TimeLimit = TimeSpan.FromSeconds(1.5), MaxLostRuns = 8, AtMostOnce = true },
    };

    [Fact]
    public async Task The_longest_arguments_and_results_are_kept()
    {
        var job = await SubmitAsync(TestJobs.New() with { Arguments = $"[\"{new string('ä', Limits.ArgumentBytes / 2)}\"]" });
        await Store.ExecuteAsync(new ClaimJob(job.Id, TestJobs.Owner, TestJobs.Silo));
        var result = $"\"{new string('ö', Limits.ResultBytes / 2)}\"";
        await Store.ExecuteAsync(new FinishJob(job.Id, TestJobs.Owner, 1, new RunOutcome.Returned(result), null));

        var found = await Store.FindAsync(job.Id);
        Assert.Equal(job.Arguments, found!.Arguments);
        Assert.Equal(result, found.Result);
    }

    [Fact]
    public async Task A_refused_command_says_why_shows_the_row_and_changes_nothing()
    {
        var running = await RunningAsync();

        var answer = await Store.ExecuteAsync(new ClaimJob(running.Id, "mill-2@b1", "mill-2"));

        Assert.Equal((false, false), (answer.Accepted, answer.Moved));
        Assert.Contains("not Queued", answer.Refusal, StringComparison.Ordinal);
        Assert.Equal(running, answer.Row);
        Assert.Equal(running, await Store.FindAsync(running.Id));
    }

    [Fact]
    public async Task Submitting_an_id_twice_is_one_job()
    {
        var job = TestJobs.New();
        var first = await Store.ExecuteAsync(new SubmitJob(job));
        var second = await Store.ExecuteAsync(new SubmitJob(job with { Title = "Another" }));

        Assert.Equal((true, false), (second.Accepted, second.Moved));
        Assert.Equal(first.Row, second.Row);
        Assert.Single((await Store.FindWithHistoryAsync(job.Id))!.Value.History);
    }

    [Fact]
    public async Task Commands_given_together_see_each_other_and_are_answered_in_their_order()
    {
        var (one, other) = (TestJobs.New(), TestJobs.New());
        var answers = await Store.ExecuteAsync([
            new SubmitJob(one), new SubmitJob(other),
            new ClaimJob(one.Id, TestJobs.Owner, TestJobs.Silo), new ClaimJob(one.Id, "mill-2@b1", "mill-2"),
            new FinishJob(one.Id, TestJobs.Owner, 1, new RunOutcome.Returned("3"), null),
        ]);

        Assert.Equal([true, true, true, false, true], answers.Select(answer => answer.Accepted));
        Assert.Equal([one.Id, other.Id, one.Id, one.Id, one.Id], answers.Select(answer => answer.Row!.Id));
        Assert.Equal(JobStatus.Success, (await Store.FindAsync(one.Id))!.Status);
        Assert.True(answers[0].Row!.Sequence < answers[1].Row!.Sequence);
    }

    [Fact]
    public async Task No_commands_are_no_answers() => Assert.Empty(await Store.ExecuteAsync([]));

    [Fact]
    public async Task Commands_on_one_job_that_come_at_once_are_done_one_after_the_other()
    {
        var job = await SubmitAsync();
        var bump = new TestCommand(job.Id, (row, _) => JobDecision.Changed(row! with { Version = row.Version + 1 }, null));

        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => Store.ExecuteAsync(bump)));

        Assert.Equal(1_001, (await Store.FindAsync(job.Id))!.Version);
    }

    [Fact]
    public async Task A_command_that_throws_fails_alone()
    {
        var jobs = Enumerable.Range(0, 20).Select(_ => TestJobs.New()).ToArray();
        var before = jobs[..10].Select(job => Store.ExecuteAsync(new SubmitJob(job))).ToArray();
        var bug = Store.ExecuteAsync(TestCommand.Throw(jobs[0].Id));
        var after = jobs[10..].Select(job => Store.ExecuteAsync(new SubmitJob(job))).ToArray();

        await Assert.ThrowsAsync<InvalidOperationException>(() => bug);
        Assert.All(await Task.WhenAll([.. before, .. after]), answer => Assert.True(answer.Accepted));
        Assert.Equal(20, (await Store.ListAsync(new JobQuery())).Rows.Length);
    }

    [Fact]
    public async Task A_list_with_a_command_that_throws_fails_as_a_whole_and_nothing_of_it_is_kept()
    {
        var (kept, dropped) = (TestJobs.New(), TestJobs.New());
        var beside = Store.ExecuteAsync(new SubmitJob(kept));
        var list = Store.ExecuteAsync([new SubmitJob(dropped), TestCommand.Throw(dropped.Id)]);

        await Assert.ThrowsAsync<InvalidOperationException>(() => list);
        Assert.True((await beside).Accepted);
        Assert.NotNull(await Store.FindAsync(kept.Id));
        Assert.Null(await Store.FindAsync(dropped.Id));
    }

    [Fact]
    public async Task A_history_holds_every_change_in_order()
    {
        var job = await RunningAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Store.ExecuteAsync(new WatchJob(job.Id, JobWatch.End));
        await Store.ExecuteAsync(new CancelJob(job.Id, "typo\nof two lines"));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Store.ExecuteAsync(new FinishJob(job.Id, TestJobs.Owner, 1, new RunOutcome.Stopped(), null));

        var (row, history) = (await Store.FindWithHistoryAsync(job.Id))!.Value;
        Assert.Equal(JobStatus.Canceled, row.Status);
        Assert.Equal(
            [
                new JobEvent(Clock.Start, JobStatus.Queued, 0, null, null),
                new JobEvent(Clock.Start, JobStatus.Running, 1, TestJobs.Silo, null),
                new JobEvent(Clock.Start.AddSeconds(1), JobStatus.Canceling, 1, TestJobs.Silo, "typo\nof two lines"),
                new JobEvent(Clock.Start.AddSeconds(2), JobStatus.Canceled, 1, TestJobs.Silo, "typo\nof two lines"),
            ],
            history);
    }

    [Fact]
    public async Task A_history_of_many_failed_runs_stays_small_and_tells_the_first_and_the_last()
    {
        const int Runs = 60;
        var job = (await Store.ExecuteAsync(new SubmitJob(TestJobs.New() with
        {
            Options = JobOptions.None with { Retry = new RetryPolicy { MaxAttempts = Runs, FirstDelay = TimeSpan.Zero } },
        }))).Row!;
        for (var run = 1; run <= Runs; run++)
        {
            await Store.ExecuteAsync(new ClaimJob(job.Id, TestJobs.Owner, TestJobs.Silo));
            var failed = new RunOutcome.Failed(new JobError("Type", $"{run} {new string('x', 4_000)}", "a stack"));
            Assert.True((await Store.ExecuteAsync(new FinishJob(job.Id, TestJobs.Owner, run, failed, null))).Accepted);
        }

        var (row, history) = (await Store.FindWithHistoryAsync(job.Id))!.Value;

        Assert.Equal((JobStatus.Error, Runs, Runs), (row.Status, row.Run, row.Failures));
        Assert.Equal((50, 1 + 2 * Runs), (history.Length, history.Sum(change => change.CountChanges())));
        Assert.Equal([1, Runs], history.Where(change => change.Error?.Detail is not null).Select(change => change.Run));
        Assert.InRange(history.Sum(change => change.Error?.Message.Length ?? 0), 0, 2 * 4_010 + 48 * 200);
    }
}
