namespace Gristmill.Jobs;

public partial class JobCommandsTests
{
    public static TheoryData<JobStatus> HeldAndGoingOn =>
        [.. Enum.GetValues<JobStatus>().Where(status => status.IsHeld() && status is not JobStatus.Canceling)];

    [Theory, MemberData(nameof(HeldAndGoingOn))]
    public void A_run_given_back_is_queued_again_unspent(JobStatus status)
    {
        var held = TestJobs.In(status) with { Failures = 1, LostRuns = 2 };
        var decision = new ReleaseJob(held.Id, TestJobs.Owner, 1, "Shutdown").Decide(held, Now);

        var row = Saved(decision);
        Assert.Equal((JobStatus.Queued, null, Now), (row.Status, row.Owner, row.WakeAt));
        Assert.Equal((1, 1, 2), (row.Run, row.Failures, row.LostRuns));
        Assert.Equal(new JobEvent(Now, JobStatus.Queued, 1, TestJobs.Silo, "Shutdown"), decision.Event);
    }

    [Fact]
    public void A_run_given_back_while_being_canceled_ends()
    {
        var canceling = TestJobs.In(JobStatus.Canceling) with { CancelReason = "typo" };
        var decision = new ReleaseJob(canceling.Id, TestJobs.Owner, 1, "Shutdown").Decide(canceling, Now);
        Assert.Equal(JobStatus.Canceled, Saved(decision).Status);
        Assert.Equal("typo", decision.Event!.Reason);
    }

    [Fact]
    public void A_claim_that_is_undone_leaves_the_row_as_it_was_but_for_its_fence()
    {
        var failed = TestJobs.In(JobStatus.Queued) with
        {
            Run = 4,
            Attempt = 2,
            Failures = 2,
            Started = Now.AddMinutes(-5),
            Silo = "mill-7",
            WakeAt = Now.AddMinutes(-1),
            Error = new JobError("Trouble", "again"),
            Progress = new JobProgress(1, 2, "half"),
        };
        foreach (var job in new[] { TestJobs.In(JobStatus.Queued), failed })
        {
            var held = Saved(Claim(job).Decide(job, Now));
            var decision = new UndoClaim(job.Id, TestJobs.Owner, held.Run).Decide(held, Now.AddSeconds(9));

            Assert.Equal(job with { Run = job.Run + 1, Version = job.Version + 2 }, Saved(decision));
            Assert.Null(decision.Event);
        }
    }

    [Fact]
    public void A_claim_is_undone_once_and_a_new_one_is_not_undone_with_the_old()
    {
        var job = TestJobs.In(JobStatus.Queued);
        var held = Saved(Claim(job).Decide(job, Now));
        var undo = new UndoClaim(job.Id, TestJobs.Owner, held.Run);
        var queued = Saved(undo.Decide(held, Now));
        Refused(undo.Decide(queued, Now), "not the job's run any more");

        var again = Saved(Claim(queued).Decide(queued, Now));
        Refused(undo.Decide(again, Now), "not the job's run any more");
        Assert.Equal((2, 1), (again.Run, again.Attempt));
    }

    [Fact]
    public void A_claim_that_is_undone_while_the_job_is_being_canceled_ends_it_as_one_that_never_ran()
    {
        var job = TestJobs.In(JobStatus.Queued);
        var held = Saved(Claim(job).Decide(job, Now));
        var canceling = Saved(new CancelJob(job.Id, "typo").Decide(held, Now));

        var decision = new UndoClaim(job.Id, TestJobs.Owner, held.Run).Decide(canceling, Now);

        Assert.Equal((JobStatus.Canceled, 0, null, null),
            (Saved(decision).Status, decision.Row!.Attempt, decision.Row.Started, decision.Row.Silo));
        Assert.Equal(new JobEvent(Now, JobStatus.Canceled, 0, null, "typo"), decision.Event);
    }

    [Fact]
    public void Only_the_owner_of_the_run_may_give_it_back()
    {
        var row = TestJobs.In(JobStatus.Running) with { Run = 2 };
        Refused(new ReleaseJob(row.Id, TestJobs.Owner, 1, "").Decide(row, Now), "not the job's run any more");
        Refused(new ReleaseJob(row.Id, "mill-2@b1", 2, "").Decide(row, Now), "not the job's run any more");
    }

    [Theory]
    [InlineData(JobStatus.Inactive), InlineData(JobStatus.Queued), InlineData(JobStatus.Success), InlineData(JobStatus.Error)]
    [InlineData(JobStatus.Canceled)]
    public void What_no_silo_holds_can_be_neither_given_back_nor_lost(JobStatus status)
    {
        var row = TestJobs.In(status);
        Refused(new ReleaseJob(row.Id, TestJobs.Owner, row.Run, "").Decide(row, Now), "not the job's run any more");
        Refused(new RecoverLostRun(row.Id, TestJobs.Owner, row.Run).Decide(row, Now), "not the job's run any more");
    }

    [Theory, MemberData(nameof(HeldAndGoingOn))]
    public void A_run_lost_with_its_silo_is_queued_again_and_counted(JobStatus status)
    {
        var held = TestJobs.In(status);
        var decision = new RecoverLostRun(held.Id, TestJobs.Owner, 1).Decide(held, Now);

        var row = Saved(decision);
        Assert.Equal((JobStatus.Queued, null, 1, 0, Now), (row.Status, row.Owner, row.LostRuns, row.Failures, row.WakeAt));
        Assert.Equal("LostWorker", decision.Event!.Reason);
    }

    [Fact]
    public void A_job_that_was_being_canceled_ends_with_its_silo()
    {
        var canceling = TestJobs.In(JobStatus.Canceling) with { CancelReason = "typo" };
        var row = Saved(new RecoverLostRun(canceling.Id, TestJobs.Owner, 1).Decide(canceling, Now));
        Assert.Equal((JobStatus.Canceled, 0), (row.Status, row.LostRuns));
    }

    [Fact]
    public void A_run_is_lost_once_and_a_new_one_is_not_lost_with_the_old()
    {
        var running = TestJobs.In(JobStatus.Running);
        var lose = new RecoverLostRun(running.Id, TestJobs.Owner, 1);
        var queued = Saved(lose.Decide(running, Now));
        Refused(lose.Decide(queued, Now), "not the job's run any more");

        var again = Saved(Claim(queued, "mill-2@b1").Decide(queued, Now));
        Refused(lose.Decide(again, Now), "not the job's run any more");
        Assert.Equal(2, again.Run);
    }

    [Theory]
    [InlineData(null, 5), InlineData(1, 1), InlineData(2, 2)]
    public void A_job_that_takes_its_silos_with_it_is_Error_after_its_most_lost_runs(int? max, int losses)
    {
        var row = TestJobs.In(JobStatus.Queued) with { Options = new JobOptions { MaxLostRuns = max } };
        for (var lost = 1; lost <= losses; lost++)
        {
            Assert.Equal(JobStatus.Queued, row.Status);
            row = Saved(Claim(row).Decide(row, Now));
            row = Saved(new RecoverLostRun(row.Id, TestJobs.Owner, row.Run).Decide(row, Now));
            Assert.Equal((lost, 0), (row.LostRuns, row.Failures));
        }
        Assert.Equal((JobStatus.Error, Now), (row.Status, row.Finished));
        Assert.Equal(new JobError("LostWorker", $"lost with its worker {losses} times, last with silo {TestJobs.Silo}"),
            row.Error);
    }

    [Fact]
    public void A_job_that_may_run_at_most_once_is_Error_when_its_silo_is_lost()
    {
        var running = TestJobs.In(JobStatus.Running) with { Options = new JobOptions { AtMostOnce = true } };
        var row = Saved(new RecoverLostRun(running.Id, TestJobs.Owner, 1).Decide(running, Now));
        Assert.Equal((JobStatus.Error, "LostWorker"), (row.Status, row.Error!.Type));
        Assert.Contains("at most once", row.Error.Message, StringComparison.Ordinal);
    }
}
