namespace Gristmill.Jobs;

/// <summary>What is said of a unique rule that cannot be: field, value and rule.</summary>
public sealed class UniqueRulesTests
{
    private static string[] Check(UniqueRule rule) =>
        [.. RequestRules.Check(new JobRequest { Id = Guid.CreateVersion7(), Task = TestJobs.Task, Unique = rule })];

    private static string[] Check(UniquePolicy policy, params JobStatus[] states) =>
        Check(new UniqueRule { Key = "k", Policy = policy, States = states });

    [Theory, InlineData(1), InlineData(200)]
    public void A_key_has_up_to_200_characters(int length) =>
        Assert.Empty(Check(new UniqueRule { Key = new string('k', length) }));

    [Theory, InlineData(0), InlineData(201)]
    public void A_key_of_another_length_is_refused(int length) => Assert.Equal(
        [$"unique.key has {length} characters; it must have 1 to 200"], Check(new UniqueRule { Key = new string('k', length) }));

    [Fact]
    public void An_unknown_policy_is_refused() => Assert.Equal(
        ["unique.policy is 7; it must be Reject, ReturnExisting or ReplaceQueued"],
        Check((UniquePolicy)7, JobStatus.Queued));

    [Fact]
    public void A_phase_of_a_run_is_refused() =>
        Assert.Contains("unique.states has FetchingInput",
            Assert.Single(Check(default, JobStatus.Queued, JobStatus.FetchingInput)), StringComparison.Ordinal);

    [Fact]
    public void A_set_without_Queued_is_refused() =>
        Assert.Equal(["unique.states is [Running]; Queued must be among them"], Check(default, JobStatus.Running));

    [Fact]
    public void A_set_with_an_end_and_without_Running_is_refused() =>
        Assert.Contains("kept while Running too", Assert.Single(Check(default, JobStatus.Queued, JobStatus.Success)),
            StringComparison.Ordinal);

    [Fact]
    public void Replacing_a_job_that_would_keep_its_key_is_refused() => Assert.Contains(
        "would keep its key",
        Assert.Single(Check(UniquePolicy.ReplaceQueued, JobStatus.Queued, JobStatus.Running, JobStatus.Canceled)),
        StringComparison.Ordinal);
}
