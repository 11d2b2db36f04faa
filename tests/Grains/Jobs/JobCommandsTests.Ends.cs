namespace Gristmill.Jobs;

public partial class JobCommandsTests
{
    [Fact]
    public void A_run_that_returns_makes_the_job_Success_with_its_result()
    {
        var running = TestJobs.In(JobStatus.Running);
        var decision = Finish(running, Returned, progress: new JobProgress(2, 2, null)).Decide(running, Now);

        var row = Saved(decision);
        Assert.Equal((JobStatus.Success, "3", Now), (row.Status, row.Result, row.Finished));
        Assert.Equal((null, TestJobs.Silo), (row.Owner, row.Silo));
        Assert.Equal(new JobProgress(2, 2, null), row.Progress);
        Assert.Equal(new JobEvent(Now, JobStatus.Success, 1, TestJobs.Silo, null), decision.Event);
    }

    [Fact]
    public void A_run_that_throws_makes_the_job_Error_and_spends_a_failure()
    {
        var running = TestJobs.In(JobStatus.Running);
        var decision = Finish(running, Failed).Decide(running, Now);

        var row = Saved(decision);
        Assert.Equal((JobStatus.Error, 1, 0), (row.Status, row.Failures, row.LostRuns));
        Assert.Equal("by zero", row.Error!.Message);
        Assert.Equal("System.DivideByZeroException", decision.Event!.Reason);
    }

    [Fact]
    public void A_run_that_reports_no_progress_at_its_end_keeps_the_last()
    {
        var running = TestJobs.In(JobStatus.Running) with { Progress = new JobProgress(1, 2, "half") };
        Assert.Equal(running.Progress, Saved(Finish(running, Returned).Decide(running, Now)).Progress);
    }

    [Fact]
    public void A_task_that_stops_when_told_is_Canceled_with_the_reason_it_was_told()
    {
        var canceling = TestJobs.In(JobStatus.Canceling) with { CancelReason = "no longer needed" };
        var decision = Finish(canceling, Stopped).Decide(canceling, Now);
        Assert.Equal(JobStatus.Canceled, Saved(decision).Status);
        Assert.Equal("no longer needed", decision.Event!.Reason);
    }

    [Fact]
    public void A_task_that_returns_although_told_to_stop_is_Canceled_without_a_result()
    {
        var canceling = TestJobs.In(JobStatus.Canceling);
        var row = Saved(Finish(canceling, Returned).Decide(canceling, Now));
        Assert.Equal((JobStatus.Canceled, null), (row.Status, row.Result));
    }

    [Fact]
    public void A_task_that_throws_for_a_reason_of_its_own_while_told_to_stop_is_Error()
    {
        var canceling = TestJobs.In(JobStatus.Canceling);
        Assert.Equal(JobStatus.Error, Saved(Finish(canceling, Failed).Decide(canceling, Now)).Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(long.MaxValue / TimeSpan.TicksPerSecond)]
    public void An_exception_asks_for_a_pause_of_at_most_30_days(long seconds)
    {
        var asked = TimeSpan.FromSeconds(seconds);
        var running = TestJobs.In(JobStatus.Running);
        running = running with { Options = new JobOptions { Retry = new RetryPolicy { MaxAttempts = 2 } } };

        var row = Saved(Finish(running, new RunOutcome.Failed(new JobError("type", "message"), asked)).Decide(running, Now));

        Assert.Equal(Now + (asked < RetryPolicy.LongestDelay ? asked : RetryPolicy.LongestDelay), row.WakeAt);
    }

    [Fact]
    public void An_order_to_open_a_job_again_that_is_given_twice_opens_it_once()
    {
        var ended = TestJobs.In(JobStatus.Error);
        var order = new RetryJob(ended.Id, After: ended.Attempt);

        var open = Saved(order.Decide(ended, Now));
        Unchanged(open, order.Decide(open, Now));
        var again = ended with { Attempt = ended.Attempt + 1 };
        Unchanged(again, order.Decide(again, Now));
    }

    [Fact]
    public void A_report_given_twice_is_accepted_twice_and_recorded_once()
    {
        var running = TestJobs.In(JobStatus.Running);
        var retried = running with { Options = new JobOptions { Retry = new RetryPolicy { MaxAttempts = 2 } } };
        foreach (var (row, outcome) in new[] { (running, Returned), (running, Failed), (running, Stopped), (retried, Failed),
            (TestJobs.In(JobStatus.Canceling), Stopped) })
        {
            var recorded = Saved(Finish(row, outcome).Decide(row, Now));
            Unchanged(recorded, Finish(recorded, outcome).Decide(recorded, Now.AddSeconds(1)));
        }
    }

    [Fact]
    public void An_ended_run_takes_no_other_outcome()
    {
        var running = TestJobs.In(JobStatus.Running);
        RunOutcome[] outcomes =
        [
            Returned, new RunOutcome.Returned("4"), Failed,
            new RunOutcome.Failed(new JobError("System.DivideByZeroException", "by one")), Stopped,
        ];
        foreach (var outcome in outcomes)
        {
            var ended = Saved(Finish(running, outcome).Decide(running, Now));
            foreach (var other in outcomes.Where(other => other != outcome))
                Refused(Finish(ended, other).Decide(ended, Now), $"the job is {ended.Status}: run 1 has ended otherwise");
        }
    }

    [Fact]
    public void A_run_that_was_lost_and_whose_job_was_then_canceled_or_given_up_takes_no_outcome()
    {
        var running = TestJobs.In(JobStatus.Running);
        var queued = Saved(new RecoverLostRun(running.Id, TestJobs.Owner, 1).Decide(running, Now));
        var canceled = Saved(new CancelJob(queued.Id, null).Decide(queued, Now));
        var last = running with { Options = new JobOptions { MaxLostRuns = 1 } };
        var given = Saved(new RecoverLostRun(last.Id, TestJobs.Owner, 1).Decide(last, Now));

        foreach (var row in new[] { queued, canceled, given })
            Assert.All([Returned, Failed], outcome =>
                Refused(Finish(row, outcome).Decide(row, Now), "run 1 has ended otherwise"));
    }

    [Theory, MemberData(nameof(Held))]
    public void A_report_of_an_older_run_or_of_another_silo_is_refused(JobStatus status)
    {
        var row = TestJobs.In(status) with { Run = 2, Attempt = 2 };
        Refused(Finish(row, Returned, run: 1).Decide(row, Now), "not the job's run any more");
        Refused(Finish(row, Returned, run: 3).Decide(row, Now), "not the job's run any more");
        Refused(Finish(row, Returned, run: 2, owner: "mill-1@a2").Decide(row, Now), "not the job's run any more");
    }

    [Fact]
    public void A_report_of_a_run_that_was_given_up_is_refused()
    {
        var lost = TestJobs.In(JobStatus.Queued) with { Run = 1, Attempt = 1, Silo = TestJobs.Silo };
        Refused(Finish(lost, Returned).Decide(lost, Now), "run 1 has ended otherwise");
    }

    [Fact]
    public void A_run_may_not_succeed_before_its_input_is_there()
    {
        var fetching = TestJobs.In(JobStatus.FetchingInput);
        Refused(Finish(fetching, Returned).Decide(fetching, Now), "may not move from FetchingInput to Success");
    }

    [Theory]
    [InlineData(JobStatus.Inactive), InlineData(JobStatus.Queued)]
    public void A_job_that_waits_is_Canceled_at_once_and_never_runs(JobStatus status)
    {
        var waiting = TestJobs.In(status);
        var decision = new CancelJob(waiting.Id, "typo").Decide(waiting, Now);

        var row = Saved(decision);
        Assert.Equal((JobStatus.Canceled, "typo", Now), (row.Status, row.CancelReason, row.Finished));
        Assert.Equal(new JobEvent(Now, JobStatus.Canceled, 0, null, "typo"), decision.Event);
        Refused(Claim(row).Decide(row, Now), "Canceled, not Queued");
    }

    [Theory]
    [InlineData(JobStatus.Running), InlineData(JobStatus.FetchingInput), InlineData(JobStatus.ConvertingInput)]
    [InlineData(JobStatus.ConvertingOutput), InlineData(JobStatus.PushingOutput)]
    public void A_held_job_is_told_to_stop_and_stays_with_its_silo(JobStatus status)
    {
        var held = TestJobs.In(status);
        var row = Saved(new CancelJob(held.Id, "typo").Decide(held, Now));
        Assert.Equal((JobStatus.Canceling, "typo", TestJobs.Owner, null),
            (row.Status, row.CancelReason, row.Owner, row.Finished));
    }

    [Theory, MemberData(nameof(Ended)), InlineData(JobStatus.Canceling)]
    public void Canceling_what_is_being_canceled_or_has_ended_changes_nothing(JobStatus status)
    {
        var row = TestJobs.In(status) with { CancelReason = "first" };
        Unchanged(row, new CancelJob(row.Id, "second").Decide(row, Now));
    }

    [Fact]
    public void Whichever_of_cancel_and_end_comes_first_wins()
    {
        var running = TestJobs.In(JobStatus.Running);

        var ended = Saved(Finish(running, Returned).Decide(running, Now));
        Unchanged(ended, new CancelJob(running.Id, null).Decide(ended, Now));

        var canceling = Saved(new CancelJob(running.Id, null).Decide(running, Now));
        Assert.Equal(JobStatus.Canceled, Saved(Finish(running, Returned).Decide(canceling, Now)).Status);
    }
}
