namespace Gristmill.Jobs;

/// <summary>What each command does to a row, with no store: the rules of section "states" of the lifecycle, one by one.</summary>
public partial class JobCommandsTests
{
    private static readonly DateTimeOffset Now = TestJobs.Start.AddMinutes(1);

    public static TheoryData<JobStatus> All => [.. Enum.GetValues<JobStatus>()];

    public static TheoryData<JobStatus> Held => [.. Enum.GetValues<JobStatus>().Where(status => status.IsHeld())];

    public static TheoryData<JobStatus> Ended => [.. Enum.GetValues<JobStatus>().Where(status => status.IsTerminal())];

    public static TheoryData<JobStatus> NotQueued =>
        [.. Enum.GetValues<JobStatus>().Where(status => status is not JobStatus.Queued)];

    /// <summary>The row that the command asks to be saved.</summary>
    private static JobRow Saved(JobDecision decision)
    {
        Assert.Null(decision.Refusal);
        Assert.True(decision.Saves);
        return decision.Row!;
    }

    private static void Refused(JobDecision decision, string why)
    {
        Assert.False(decision.Saves);
        Assert.Contains(why, decision.Refusal, StringComparison.Ordinal);
    }

    private static void Unchanged(JobRow row, JobDecision decision)
    {
        Assert.Null(decision.Refusal);
        Assert.False(decision.Saves);
        Assert.Same(row, decision.Row);
    }

    private static ClaimJob Claim(JobRow row, string owner = TestJobs.Owner) => new(row.Id, owner, owner.Split('@')[0]);

    private static FinishJob Finish(
        JobRow row, RunOutcome outcome, int run = 1, string owner = TestJobs.Owner, JobProgress? progress = null) =>
        new(row.Id, owner, run, outcome, progress);

    private static readonly RunOutcome Returned = new RunOutcome.Returned("3");
    private static readonly RunOutcome Failed = new RunOutcome.Failed(new JobError("System.DivideByZeroException", "by zero"));
    private static readonly RunOutcome Stopped = new RunOutcome.Stopped();

    [Fact]
    public void A_submitted_job_is_Queued_from_now()
    {
        var decision = new SubmitJob(TestJobs.New()).Decide(null, Now);

        var row = Saved(decision);
        Assert.Equal((JobStatus.Queued, Now, Now, 1), (row.Status, row.Created, row.WakeAt, row.Version));
        Assert.Equal(new JobEvent(Now, JobStatus.Queued, 0, null, null), decision.Event);
    }

    [Fact]
    public void A_submitted_job_keeps_a_wake_time_to_come()
    {
        var later = Now.AddHours(1);
        Assert.Equal(later, Saved(new SubmitJob(TestJobs.New() with { WakeAt = later }).Decide(null, Now)).WakeAt);
    }

    [Theory, MemberData(nameof(All))]
    public void Submitting_a_job_again_changes_nothing_whatever_became_of_it(JobStatus status)
    {
        var row = TestJobs.In(status);
        Unchanged(row, new SubmitJob(TestJobs.New() with { Id = row.Id }).Decide(row, Now));
    }

    [Fact]
    public void A_claim_takes_a_queued_job_as_a_new_run_of_the_silo()
    {
        var queued = TestJobs.In(JobStatus.Queued) with { Run = 5, Attempt = 2, Error = new JobError("Old", "error") };
        var decision = Claim(queued).Decide(queued, Now);

        var row = Saved(decision);
        Assert.Equal((JobStatus.Running, 6, 3, TestJobs.Owner, TestJobs.Silo),
            (row.Status, row.Run, row.Attempt, row.Owner, row.Silo));
        Assert.Equal((Now, 2), (row.Started, row.Version));
        Assert.Null(row.Error);
        Assert.Equal(new JobEvent(Now, JobStatus.Running, 3, TestJobs.Silo, null), decision.Event);
    }

    [Theory, MemberData(nameof(NotQueued))]
    public void A_claim_of_a_job_that_is_not_queued_is_refused(JobStatus status) =>
        Refused(Claim(TestJobs.In(status)).Decide(TestJobs.In(status), Now), $"the job is {status}, not Queued");

    [Fact]
    public void A_repeated_claim_is_refused_since_a_run_is_claimed_once()
    {
        var queued = TestJobs.In(JobStatus.Queued);
        Refused(Claim(queued).Decide(Saved(Claim(queued).Decide(queued, Now)), Now), "Running, not Queued");
    }

    [Fact]
    public void A_claim_before_the_wake_time_is_refused_and_at_it_accepted()
    {
        var row = TestJobs.In(JobStatus.Queued) with { WakeAt = Now, Readiness = Readiness.Delayed };
        Refused(Claim(row).Decide(row, Now.AddMicroseconds(-1)), "wake time has not come");
        Assert.True(Claim(row).Decide(row with { Readiness = Readiness.Ready }, Now.AddHours(-1)).Saves);
        Assert.Equal(JobStatus.Running, Saved(Claim(row).Decide(row, Now)).Status);
    }

    [Fact]
    public void Commands_but_a_submission_are_refused_where_there_is_no_job()
    {
        var job = Guid.NewGuid();
        JobCommand[] commands =
        [
            new ClaimJob(job, TestJobs.Owner, TestJobs.Silo), new FinishJob(job, TestJobs.Owner, 1, Returned, null),
            new ReleaseJob(job, TestJobs.Owner, 1, "Shutdown"), new RecoverLostRun(job, TestJobs.Owner, 1),
            new CancelJob(job, null),
            new WatchJob(job, JobWatch.End), new ProgressJob(job, TestJobs.Owner, 1, null),
        ];
        Assert.All(commands, command =>
        {
            var decision = command.Decide(null, Now);
            Assert.NotNull(decision.Refusal);
            Assert.False(decision.Saves);
            Assert.Null(decision.Row);
        });
    }

    [Fact]
    public void Who_wants_to_be_told_more_marks_the_job_and_others_change_nothing()
    {
        var row = TestJobs.In(JobStatus.Running);
        foreach (var watch in new[] { JobWatch.End, JobWatch.Changes })
        {
            var decision = new WatchJob(row.Id, watch).Decide(row, Now);
            Assert.Equal(watch, Saved(decision).Watch);
            Assert.Null(decision.Event);
            row = decision.Row!;
            Unchanged(row, new WatchJob(row.Id, watch).Decide(row, Now));
        }
        Unchanged(row, new WatchJob(row.Id, JobWatch.End).Decide(row, Now));
    }

    [Theory, MemberData(nameof(Ended))]
    public void An_ended_job_needs_no_watch(JobStatus status)
    {
        var row = TestJobs.In(status);
        Unchanged(row, new WatchJob(row.Id, JobWatch.Changes).Decide(row, Now));
    }

    [Theory, MemberData(nameof(Held))]
    public void Progress_of_the_run_is_kept_and_is_no_event(JobStatus status)
    {
        var row = TestJobs.In(status);
        var decision = new ProgressJob(row.Id, TestJobs.Owner, 1, new JobProgress(1, 2, "half")).Decide(row, Now);
        Assert.Equal((new JobProgress(1, 2, "half"), 2, status),
            (Saved(decision).Progress, decision.Row!.Version, decision.Row.Status));
        Assert.Null(decision.Event);
    }

    [Fact]
    public void A_log_that_grew_keeps_the_progress_and_counts_the_version()
    {
        var row = TestJobs.In(JobStatus.Running) with { Progress = new JobProgress(1, 2, null) };
        Assert.Equal(row with { Version = 2 }, Saved(new ProgressJob(row.Id, TestJobs.Owner, 1, null).Decide(row, Now)));
    }

    [Fact]
    public void Progress_of_another_run_or_owner_is_refused()
    {
        var row = TestJobs.In(JobStatus.Running) with { Run = 2 };
        Refused(new ProgressJob(row.Id, TestJobs.Owner, 1, null).Decide(row, Now), "not the job's run any more");
        Refused(new ProgressJob(row.Id, "mill-2@b1", 2, null).Decide(row, Now), "not the job's run any more");
    }
}
