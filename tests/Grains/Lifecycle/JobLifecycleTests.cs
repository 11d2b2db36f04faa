namespace Gristmill.Lifecycle;

/// <summary>
/// The specification of a job's life, as its submitter sees it. Which moves there are at all: JobTransitionsTests.
/// </summary>
public sealed partial class JobLifecycleTests(SpecSilo silo)
{
    private static readonly RetryPolicy AtOnce = new() { MaxAttempts = 3, FirstDelay = TimeSpan.Zero };

    [Fact]
    public async Task A_job_waits_runs_and_ends_with_its_result()
    {
        var job = await EndAsync(JobClient.Request("spec.add", 1, 2));

        Assert.Equal("3", job.Result);
        Assert.Equal([JobStatus.Queued, JobStatus.Running, JobStatus.Success], Statuses(job));
        Assert.Equal(("spec", 1), (job.Silo, job.Attempt));
        Assert.True(job.Created <= job.Started && job.Started <= job.Finished);
    }

    [Fact]
    public async Task The_same_id_again_is_the_same_job()
    {
        var request = JobClient.Request("spec.add", 1, 2);
        await EndAsync(request);

        Assert.Equal(1, (await EndAsync(request)).Attempt);
    }

    [Fact]
    public async Task A_job_carries_what_its_submitter_says_of_it()
    {
        var job = await EndAsync(JobClient.Request("spec.add", 1, 2) with
        {
            Title = "a sum",
            Type = "arithmetic",
            User = "ada",
            Public = true,
            Meta = "{\"colour\":\"blue\"}",
            Tags = ["small", "quick"],
            Priority = 7,
        });

        Assert.Equal(("a sum", "arithmetic", "ada", true, "{\"colour\":\"blue\"}", 7),
            (job.Title, job.Type, job.User, job.Public, job.Meta, job.Priority));
        Assert.Equal(["small", "quick"], job.Tags);
        Assert.Equal([job.Id], (await silo.Jobs.ListAsync(new JobQuery { Tag = "quick" })).Jobs.Select(row => row.Id));
    }

    [Fact]
    public async Task Text_written_with_escapes_is_kept_and_found_by_its_letters()
    {
        var job = await EndAsync(JobClient.Request("spec.echo") with
        {
            Arguments = """["M\u00fcnchen \ud83c\udf89 \\u00fc"]""",
            Meta = """{"\u006fwner": "J\u00f6rg"}""",
        });

        Assert.Equal(("""["München 🎉 \\u00fc"]""", """{"owner": "Jörg"}"""), (job.Arguments, job.Meta));
        foreach (var text in new[] { "münchen", "MÜNCHEN", "🎉", @"\u00fc" })
            Assert.Equal([job.Id], (await silo.Jobs.ListAsync(new JobQuery { Text = text })).Jobs.Select(row => row.Id));
    }

    [Fact]
    public async Task A_task_that_throws_ends_its_job_as_Error_with_type_message_and_stack()
    {
        var job = await EndAsync(JobClient.Request("spec.fails.until", 2));

        Assert.Equal((JobStatus.Error, 1), (job.Status, job.Failures));
        Assert.Equal(("System.InvalidOperationException", "attempt 1"), (job.Error!.Type, job.Error.Message));
        // The task's own frames, and not those of the platform that called it.
        var stack = job.Error.Detail!.Split('\n');
        Assert.Equal("System.InvalidOperationException: attempt 1", stack[0]);
        Assert.Contains($"{nameof(SpecTasks)}.{nameof(SpecTasks.FailsUntil)}", Assert.Single(stack[1..]),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spec.refuses", "Gristmill.Plugins.TaskFailedException: the disk is full; free some")]
    [InlineData("spec.opens.nothing", "Gristmill.UnknownArtifactException: Job ID has no artifact 'none.txt'")]
    public async Task What_those_can_mend_who_read_it_is_told_without_a_stack(string task, string said)
    {
        var job = await EndAsync(JobClient.Request(task));

        Assert.Equal((JobStatus.Error, null), (job.Status, job.Error!.Detail));
        var last = (await silo.Jobs.Job(job.Id).LogAsync())[^1];
        Assert.StartsWith(said.Replace("ID", $"{job.Id}", StringComparison.Ordinal), last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_run_failed_of_is_in_the_log_when_its_job_has_ended()
    {
        var job = await EndAsync(JobClient.Request("spec.fails.until", 9) with { Retry = AtOnce with { MaxAttempts = 2 } });

        var log = await silo.Jobs.Job(job.Id).LogAsync();
        Assert.All(log, line => Assert.Equal("Error", line.Level));
        Assert.Equal(
            [(1, "System.InvalidOperationException: attempt 1"), (2, "System.InvalidOperationException: attempt 2")],
            log.Where(line => !line.Text.StartsWith("   at ", StringComparison.Ordinal)).Select(line => (line.Run, line.Text)));
        Assert.Equal(4, log.Length);
    }

    [Fact]
    public async Task A_failed_run_is_followed_by_another_and_every_failure_is_kept()
    {
        var job = await EndAsync(JobClient.Request("spec.fails.until", 3) with { Retry = AtOnce });

        Assert.Equal((JobStatus.Success, "3", 2), (job.Status, job.Result, job.Failures));
        Assert.Equal(["attempt 1", "attempt 2"],
            job.History.Where(change => change.Reason == "Retry").Select(change => change.Error!.Message));
        Assert.Null(job.Error);
    }

    [Fact]
    public async Task A_job_that_has_spent_its_attempts_is_Error()
    {
        var job = await EndAsync(JobClient.Request("spec.fails.until", 9) with { Retry = AtOnce });

        Assert.Equal((JobStatus.Error, 3, 3), (job.Status, job.Failures, job.Attempt));
    }

    [Fact]
    public async Task An_exception_that_the_task_names_is_not_worth_another_try()
    {
        var job = await EndAsync(JobClient.Request("spec.fails.for.good"));

        Assert.Equal((JobStatus.Error, 5, 1), (job.Status, job.MaxAttempts, job.Attempt));
    }

    [Fact]
    public async Task An_exception_may_ask_for_a_pause_of_its_own()
    {
        var job = await EndAsync(JobClient.Request("spec.asks.for.a.pause") with
        {
            Retry = new RetryPolicy { MaxAttempts = 2, FirstDelay = TimeSpan.FromDays(1) },
        });

        Assert.Equal((JobStatus.Success, "2"), (job.Status, job.Result));
    }

    [Fact]
    public async Task An_OperationCanceledException_that_is_not_ours_is_an_error_and_retried_like_one()
    {
        var job = await EndAsync(JobClient.Request("spec.own.timeout") with { Retry = AtOnce with { MaxAttempts = 2 } });

        Assert.Equal((JobStatus.Error, 2), (job.Status, job.Failures));
        Assert.Equal("System.Threading.Tasks.TaskCanceledException", job.Error!.Type);
    }

    [Fact]
    public async Task An_ended_job_can_be_opened_again_and_has_all_its_attempts()
    {
        var handle = await silo.Jobs.SubmitAsync(JobClient.Request("spec.fails.until", 2));
        await handle.WaitAsync(TestContext.Current.CancellationToken);

        await handle.RetryAsync();
        await handle.WaitAsync(TestContext.Current.CancellationToken);

        var job = await handle.GetAsync();
        Assert.Equal((JobStatus.Success, "2", 0), (job.Status, job.Result, job.Failures));
        Assert.Equal(
            [JobStatus.Queued, JobStatus.Running, JobStatus.Error, JobStatus.Queued, JobStatus.Running, JobStatus.Success], Statuses(job));
    }

    [Fact]
    public async Task A_job_that_has_not_ended_cannot_be_opened_again()
    {
        var handle = await GatedAsync("open-again");

        var refused = await Assert.ThrowsAsync<JobRefusedException>(handle.RetryAsync);

        Assert.Equal("the job is Running; only a job that has ended can be retried", refused.Message);
        SpecTasks.Open("open-again");
    }

    [Fact]
    public async Task A_running_job_is_told_to_stop_and_ends_as_Canceled()
    {
        var handle = await GatedAsync("never-opened");

        Assert.Equal(JobStatus.Canceling, (await handle.CancelAsync("enough")).Status);
        await handle.WaitAsync(TestContext.Current.CancellationToken);

        var job = await handle.GetAsync();
        Assert.Equal([JobStatus.Queued, JobStatus.Running, JobStatus.Canceling, JobStatus.Canceled], Statuses(job));
        Assert.Equal("enough", job.CancelReason);
    }

    [Fact]
    public async Task A_result_without_end_fails_the_run_when_the_limit_is_reached()
    {
        var job = await EndAsync(JobClient.Request("spec.endless"));

        Assert.Equal((JobStatus.Error, "ResultTooLarge"), (job.Status, job.Error!.Type));
        Assert.StartsWith("the result has more than 1,048,576 bytes as JSON", job.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_without_end_ends_when_its_run_is_told_to_stop()
    {
        var handle = await silo.Jobs.SubmitAsync("spec.endless.when.told");
        await RunningAsync(handle);

        await handle.CancelAsync();

        Assert.Equal(JobStatus.Canceled, (await handle.WaitAsync(TestContext.Current.CancellationToken)).Status);
        var late = await EndAsync(JobClient.Request("spec.endless.when.told") with { TimeLimit = TimeSpan.FromMilliseconds(20) });
        Assert.Equal((JobStatus.Error, "TimeLimit"), (late.Status, late.Error!.Type));
    }

    [Fact]
    public async Task A_cancel_waits_for_its_grace_and_not_for_what_the_job_may_take_past_its_time_limit()
    {
        var handle =
            await silo.Jobs.SubmitAsync(JobClient.Request("spec.stubborn",
            "canceled") with
            { HardTimeLimit = TimeSpan.FromDays(49) });
        await RunningAsync(handle);

        await handle.CancelAsync();

        Assert.Equal(JobStatus.Canceled, (await handle.WaitAsync(TestContext.Current.CancellationToken)).Status);
        SpecTasks.Open("canceled");
    }

    [Fact]
    public async Task A_task_that_throws_for_a_reason_of_its_own_when_told_to_stop_is_Error()
    {
        var handle = await silo.Jobs.SubmitAsync("spec.throws.when.told");
        await RunningAsync(handle);

        await handle.CancelAsync();

        var job = await handle.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((JobStatus.Error, "System.IO.InvalidDataException"), (job.Status, job.Error!.Type));
    }

    [Fact]
    public async Task A_reason_that_is_too_long_is_refused_and_the_job_goes_on()
    {
        var handle = await GatedAsync("goes-on");

        var refused = await Assert.ThrowsAsync<JobRefusedException>(() => handle.CancelAsync(new string('x', 201)));

        Assert.Equal("reason has 201 characters; at most 200 are taken", refused.Message);
        SpecTasks.Open("goes-on");
        Assert.Equal(JobStatus.Success, (await handle.WaitAsync(TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task Canceling_what_has_ended_changes_nothing()
    {
        var handle = await silo.Jobs.SubmitAsync("spec.add", 1, 2);
        var ended = await handle.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ended.Version, (await handle.CancelAsync()).Version);
    }

    [Fact]
    public async Task A_run_past_its_time_limit_is_told_to_stop_and_ends_as_Error()
    {
        var job = await EndAsync(JobClient.Request("spec.gated",
            "past-its-limit") with
        { TimeLimit = TimeSpan.FromMilliseconds(20) });

        Assert.Equal((JobStatus.Error, "TimeLimit"), (job.Status, job.Error!.Type));
        Assert.Equal("ran longer than its time limit of 20 ms", job.Error.Message);
    }

    [Fact]
    public async Task A_task_that_ignores_its_limit_is_recorded_without_it_and_keeps_its_slot_until_it_ends()
    {
        var job = await EndAsync(JobClient.Request("spec.stubborn", "stubborn") with
        {
            TimeLimit = TimeSpan.FromMilliseconds(20),
            HardTimeLimit = TimeSpan.Zero,
        });

        Assert.Equal((JobStatus.Error, "TimeLimit"), (job.Status, job.Error!.Type));
        Assert.Contains("abandoned", job.Error.Message, StringComparison.Ordinal);
        SpecTasks.Open("stubborn");
    }

    [Fact]
    public async Task A_delayed_job_does_not_start_before_its_time()
    {
        var job = await EndAsync(JobClient.Request("spec.add", 1, 2) with { Delay = TimeSpan.FromMilliseconds(300) });

        Assert.True(job.Started - job.Created >= TimeSpan.FromMilliseconds(300));
        Assert.True(job.Started >= job.NotBefore);
        Assert.Null((await EndAsync(JobClient.Request("spec.add", 1, 2))).NotBefore);
    }

    [Fact]
    public async Task A_job_that_has_not_started_in_its_time_is_Canceled_and_never_runs()
    {
        var job = await EndAsync(JobClient.Request("spec.add", 1, 2) with
        {
            Queue = "nobody-serves",
            Expires = TimeSpan.FromMilliseconds(10)
        });

        Assert.Equal((JobStatus.Canceled, "Expired", 0), (job.Status, job.CancelReason, job.Attempt));
    }

    [Fact]
    public async Task A_job_submitted_by_a_task_knows_its_family()
    {
        var parent = await EndAsync(JobClient.Request("spec.parent"));
        var child = silo.Jobs.Job(Guid.Parse(parent.Result!.Trim('"')));
        await child.WaitAsync(TestContext.Current.CancellationToken);

        var view = await child.GetAsync();
        Assert.Equal(((Guid?)parent.Id, parent.Id), (view.Parent, view.Root));
        Assert.Equal([new ChildCount(JobStatus.Success, 1)], (await silo.Jobs.Job(parent.Id).GetAsync()).Children);
        Assert.Equal([view.Id], (await silo.Jobs.ListAsync(new JobQuery { Parent = parent.Id })).Jobs.Select(row => row.Id));
    }

    [Fact]
    public async Task What_a_task_logs_and_reports_is_on_disk_when_its_job_has_ended()
    {
        var job = await EndAsync(JobClient.Request("spec.says"));

        var log = await silo.Jobs.Job(job.Id).LogAsync();
        Assert.Equal([(1L, "one"), (2L, "two")], log.Select(line => (line.Sequence, line.Text)));
        Assert.Equal(new JobProgress(1, 2, "half"), job.Progress);
    }

    [Fact]
    public async Task Any_number_of_callers_may_wait_for_one_result()
    {
        var handle = await GatedAsync("many-wait");
        var waiting = Enumerable.Range(0, 50)
            .Select(_ => silo.Jobs.Job(handle.Id).WaitAsync(TestContext.Current.CancellationToken)).ToArray();

        SpecTasks.Open("many-wait");

        Assert.All(await Task.WhenAll(waiting), job => Assert.Equal(JobStatus.Success, job.Status));
    }

    [Fact]
    public async Task Everything_wrong_with_a_request_is_told_at_once_and_nothing_of_it_is_stored()
    {
        var request = JobClient.Request("spec.add", "one") with
        {
            Priority = 10,
            Queue = "no such name",
            Delay = TimeSpan.FromSeconds(-1),
            Meta = "[]",
            MaxLostRuns = 0,
            TimeLimit = TimeSpan.Zero,
            Retry = new RetryPolicy { MaxAttempts = 0, Factor = 0.5, Jitter = 2 },
        };

        var refused = await Assert.ThrowsAsync<JobRefusedException>(() => silo.Jobs.SubmitAsync(request));

        foreach (var field in new[] { "priority", "queue", "delay", "meta", "maxLostRuns", "timeLimit", "retry.maxAttempts",
            "retry.factor", "retry.jitter", "one", "other" })
            Assert.Contains(refused.Problems, problem => problem.Contains(field, StringComparison.Ordinal));
        await Assert.ThrowsAsync<UnknownJobException>(silo.Jobs.Job(request.Id).GetAsync);
    }

    private async Task<JobView> EndAsync(JobRequest request)
    {
        var handle = await silo.Jobs.SubmitAsync(request);
        await handle.WaitAsync(TestContext.Current.CancellationToken);
        return await handle.GetAsync();
    }

    private async Task<JobHandle> GatedAsync(string key)
    {
        var handle = await silo.Jobs.SubmitAsync("spec.gated", key);
        await RunningAsync(handle);
        return handle;
    }

    private static async Task RunningAsync(JobHandle handle)
    {
        await foreach (var view in handle.WatchAsync(TestContext.Current.CancellationToken))
            if (view.Status is JobStatus.Running)
                return;
    }

    private static IEnumerable<JobStatus> Statuses(JobView job) => job.History.Select(change => change.Status);
}
