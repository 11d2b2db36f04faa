namespace Gristmill.Jobs;

/// <summary>Who holds a unique key, and what happens to whom it is refused: the rules with no store.</summary>
public sealed class UniqueKeysTests
{
    private static readonly DateTimeOffset Now = TestJobs.Start.AddMinutes(1);

    private static JobOptions Options(UniquePolicy policy = UniquePolicy.Reject, params JobStatus[] states)
    {
        var rule = new UniqueRule { Key = "k", Policy = policy };
        return new JobOptions { Unique = states.Length == 0 ? rule : rule with { States = states } };
    }

    private static JobRow In(JobStatus status, JobOptions options) => TestJobs.In(status) with { Options = options };

    private static JobDecision Submit(UniquePolicy policy, JobRow holder)
    {
        var submit = new SubmitJob(TestJobs.New() with { Options = Options(policy) });
        return submit.OnKeyTaken(null, submit.Decide(null, Now), holder, Now);
    }

    public static TheoryData<JobStatus> All => JobCommandsTests.All;

    [Theory, MemberData(nameof(All))]
    public void A_key_is_held_until_the_job_ends(JobStatus status) =>
        Assert.Equal(status.IsTerminal() ? null : "k", In(status, Options()).UniqueKey());

    [Theory, MemberData(nameof(All))]
    public void A_key_of_waiting_jobs_is_held_while_the_job_waits(JobStatus status) =>
        Assert.Equal(status is JobStatus.Queued or JobStatus.Inactive ? "k"
            : null, In(status, Options(states: JobStatus.Queued)).UniqueKey());

    [Theory, MemberData(nameof(All))]
    public void A_key_that_outlasts_success_is_free_after_any_other_end(JobStatus status) =>
        Assert.Equal(
            status is JobStatus.Error or JobStatus.Canceled ? null : "k",
            In(status, Options(states: [JobStatus.Queued, JobStatus.Running, JobStatus.Success])).UniqueKey());

    [Theory, MemberData(nameof(All))]
    public void A_job_without_a_rule_holds_no_key(JobStatus status) => Assert.Null(TestJobs.In(status).UniqueKey());

    [Fact]
    public void A_rejected_job_is_told_the_key_and_who_has_it()
    {
        var holder = In(JobStatus.Running, Options());
        var decision = Submit(UniquePolicy.Reject, holder);

        Assert.False(decision.Saves);
        Assert.Equal($"unique.key is \"k\"; job {holder.Id} has it, which is Running", decision.Refusal);
    }

    [Theory, MemberData(nameof(All))]
    public void The_existing_job_is_returned_as_it_is(JobStatus status)
    {
        var holder = In(status, Options());
        var decision = Submit(UniquePolicy.ReturnExisting, holder);

        Assert.Equal((null, false), (decision.Refusal, decision.Saves));
        Assert.Same(holder, decision.Row);
    }

    [Fact]
    public void A_waiting_job_is_replaced_and_says_so()
    {
        var holder = In(JobStatus.Queued, Options());
        var decision = Submit(UniquePolicy.ReplaceQueued, holder);

        Assert.True(decision.Saves);
        var replaced = decision.Before!;
        Assert.Equal((holder, JobStatus.Canceled, "Replaced", (DateTimeOffset?)Now),
            (replaced.Before, replaced.After.Status, replaced.After.CancelReason, replaced.After.Finished));
        Assert.Equal(new JobEvent(Now, JobStatus.Canceled, 0, null, "Replaced"), replaced.Event);
    }

    [Theory, MemberData(nameof(All))]
    public void Only_a_waiting_job_is_replaced(JobStatus status)
    {
        var decision = Submit(UniquePolicy.ReplaceQueued, In(status, Options()));
        Assert.Equal(status is JobStatus.Queued or JobStatus.Inactive, decision.Saves);
    }

    [Fact]
    public void A_job_that_would_keep_its_key_when_canceled_is_not_replaced()
    {
        var holder = In(JobStatus.Queued, Options(states: [JobStatus.Queued, JobStatus.Running, JobStatus.Canceled]));
        Assert.NotNull(Submit(UniquePolicy.ReplaceQueued, holder).Refusal);
    }

    [Fact]
    public void A_job_whose_key_was_taken_is_not_opened_again()
    {
        var (ended, holder) = (In(JobStatus.Error, Options()), In(JobStatus.Queued, Options()));
        var reopen = new RetryJob(ended.Id);
        var decision = reopen.OnKeyTaken(ended, reopen.Decide(ended, Now), holder, Now);

        Assert.False(decision.Saves);
        Assert.Contains(holder.Id.ToString(), decision.Refusal, StringComparison.Ordinal);
        Assert.Same(ended, decision.Row);
    }

    [Fact]
    public void A_run_that_returns_to_a_queue_where_its_like_waits_is_replaced_by_it_and_keeps_its_error()
    {
        var options = Options(states: JobStatus.Queued) with { Retry = new RetryPolicy { MaxAttempts = 2 } };
        var (running, waiting) = (In(JobStatus.Running, options), In(JobStatus.Queued, options));
        var error = new JobError("System.TimeoutException", "too late");
        var finish = new FinishJob(running.Id, TestJobs.Owner, 1, new RunOutcome.Failed(error), null);
        var decision = finish.OnKeyTaken(running, finish.Decide(running, Now), waiting, Now);

        Assert.True(decision.Saves);
        Assert.Equal((JobStatus.Canceled, "Replaced", error, 2),
            (decision.Row!.Status, decision.Row.CancelReason, decision.Row.Error, decision.Row.Version));
        Assert.Null(decision.Row.Owner);
        Assert.Equal(new JobEvent(Now, JobStatus.Canceled, 1, TestJobs.Silo, "Replaced", error), decision.Event);
    }
}
