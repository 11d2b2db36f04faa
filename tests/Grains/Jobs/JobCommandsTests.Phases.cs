namespace Gristmill.Jobs;

public partial class JobCommandsTests
{
    private static EnterPhase Enter(JobRow row, JobStatus phase, int run = 1, string owner = TestJobs.Owner) =>
        new(row.Id, owner, run, phase);

    [Theory]
    [InlineData(JobStatus.Running, JobStatus.FetchingInput)]
    [InlineData(JobStatus.Running, JobStatus.ConvertingInput)]
    [InlineData(JobStatus.FetchingInput, JobStatus.ConvertingInput)]
    [InlineData(JobStatus.FetchingInput, JobStatus.Running)]
    [InlineData(JobStatus.ConvertingInput, JobStatus.Running)]
    [InlineData(JobStatus.Running, JobStatus.ConvertingOutput)]
    [InlineData(JobStatus.Running, JobStatus.PushingOutput)]
    [InlineData(JobStatus.ConvertingOutput, JobStatus.PushingOutput)]
    [InlineData(JobStatus.ConvertingOutput, JobStatus.Running)]
    public void A_run_enters_and_leaves_phases_and_keeps_the_job(JobStatus from, JobStatus to)
    {
        var row = TestJobs.In(from);

        var decision = Enter(row, to).Decide(row, Now);

        Assert.Equal(row with { Status = to, Version = 2 }, Saved(decision));
        Assert.Equal(new JobEvent(Now, to, 1, TestJobs.Silo, null), decision.Event);
    }

    [Theory]
    [InlineData(JobStatus.ConvertingInput, JobStatus.FetchingInput)]
    [InlineData(JobStatus.PushingOutput, JobStatus.ConvertingOutput)]
    [InlineData(JobStatus.Canceling, JobStatus.FetchingInput)]
    [InlineData(JobStatus.Canceling, JobStatus.Running)]
    public void A_run_goes_back_to_no_phase_and_enters_none_when_it_is_to_stop(JobStatus from, JobStatus to)
    {
        var row = TestJobs.In(from);

        Refused(Enter(row, to).Decide(row, Now), $"a job may not move from {from} to {to}");
    }

    [Theory]
    [MemberData(nameof(Held))]
    public void Only_the_run_that_holds_the_job_enters_phases(JobStatus status)
    {
        var row = TestJobs.In(status);

        Refused(Enter(row, JobStatus.FetchingInput, run: 2).Decide(row, Now), "is not the job's run any more");
        Refused(Enter(row, JobStatus.FetchingInput, owner: "other@b2").Decide(row, Now), "is not the job's run any more");
        Refused(Enter(row, JobStatus.FetchingInput).Decide(null, Now), "there is no such job");
    }

    [Fact]
    public void Entering_a_phase_again_changes_nothing()
    {
        var row = TestJobs.In(JobStatus.FetchingInput);

        Unchanged(row, Enter(row, JobStatus.FetchingInput).Decide(row, Now));
    }

    [Theory]
    [InlineData(JobStatus.FetchingInput)]
    [InlineData(JobStatus.ConvertingInput)]
    [InlineData(JobStatus.ConvertingOutput)]
    [InlineData(JobStatus.PushingOutput)]
    public void A_run_that_is_lost_or_given_back_in_a_phase_waits_again(JobStatus phase)
    {
        var row = TestJobs.In(phase);

        Assert.Equal((JobStatus.Queued, 1), Saved(new RecoverLostRun(row.Id, TestJobs.Owner, 1).Decide(row, Now)) is var lost
            ? (lost.Status, lost.LostRuns) : default);
        Assert.Equal((JobStatus.Queued, 0),
            Saved(new ReleaseJob(row.Id, TestJobs.Owner, 1, "Shutdown").Decide(row, Now)) is var given ? (given.Status, given.LostRuns) : default);
        Assert.Equal(JobStatus.Error, Saved(Finish(row, Failed).Decide(row, Now)).Status);
        Assert.Equal(JobStatus.Canceling, Saved(new CancelJob(row.Id, null).Decide(row, Now)).Status);
    }
}
