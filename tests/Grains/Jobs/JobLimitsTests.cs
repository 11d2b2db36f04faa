namespace Gristmill.Jobs;

/// <summary>
/// Limits with no store: which a job has, how a bucket of starts empties and fills, and what cannot be asked for.
/// </summary>
public sealed class JobLimitsTests
{
    private static readonly DateTimeOffset Now = TestJobs.Start;

    private static JobLimit Rate(int starts, double seconds) =>
        new() { Key = "k", MaxStarts = starts, Period = TimeSpan.FromSeconds(seconds) };

    private static DateTimeOffset? Start(JobLimit limit, int runs)
    {
        DateTimeOffset? full = null;
        for (var i = 0; i < runs; i++)
            full = JobLimits.FullAfterStart(limit, full, Now);
        return full;
    }

    [Theory, InlineData(1, 1), InlineData(5, 10), InlineData(7, 1), InlineData(10_000, 1.9999), InlineData(3, 86_400)]
    public void A_rested_bucket_lets_exactly_its_number_start_at_once(int starts, double seconds)
    {
        var limit = Rate(starts, seconds);
        Assert.Equal(starts, JobLimits.Starts(limit, null, Now));
        Assert.Equal(1, JobLimits.Starts(limit, Start(limit, starts - 1), Now));
        Assert.Equal(0, JobLimits.Starts(limit, Start(limit, starts), Now));
    }

    [Fact]
    public void A_bucket_fills_evenly_and_not_over()
    {
        var limit = Rate(5, 10);
        var full = Start(limit, 5);
        int[] starts =
            [.. new[] { 0, 1.999, 2, 9.999, 10, 100 }.Select(seconds => JobLimits.Starts(limit, full, Now.AddSeconds(seconds)))];
        Assert.Equal([0, 0, 1, 4, 5, 5], starts);
    }

    [Fact]
    public void A_start_that_is_given_back_may_be_made_again()
    {
        var limit = Rate(5, 10);
        Assert.Equal(1, JobLimits.Starts(limit, JobLimits.FullAfterReturn(limit, Start(limit, 5)!.Value), Now));
    }

    [Fact]
    public void A_job_has_its_tasks_limit_and_its_own_and_the_two_are_never_taken_for_each_other()
    {
        var limit = Rate(1, 1);
        Assert.Null(JobLimits.Of(null, null));
        Assert.Equal(["task:k"], JobLimits.Of(limit, null)!.Select(one => one.Key));
        Assert.Equal(["key:k"], JobLimits.Of(null, limit)!.Select(one => one.Key));
        Assert.Equal(["task:k", "key:k"], JobLimits.Of(limit, limit)!.Select(one => one.Key));
    }

    [Fact]
    public void A_job_is_held_back_once_and_then_refused_without_a_change()
    {
        var row = TestJobs.In(JobStatus.Queued);
        var claim = new ClaimJob(row.Id, TestJobs.Owner, TestJobs.Silo);

        var first = claim.OnLimitReached(row, Rate(1, 1));
        Assert.Equal((true, "limit k is reached", row with { BlockedBy = "k" }), (first.Saves, first.Refusal, first.Row));
        var second = claim.OnLimitReached(first.Row!, Rate(1, 1));
        Assert.Equal((false, "limit k is reached"), (second.Saves, second.Refusal));
    }

    [Fact]
    public void Whatever_moves_a_job_ends_its_waiting_for_a_limit()
    {
        var row = TestJobs.In(JobStatus.Queued) with { BlockedBy = "k", Options = new JobOptions { ExpiresAt = Now } };
        JobCommand[] moves =
            [new ClaimJob(row.Id, TestJobs.Owner, TestJobs.Silo), new CancelJob(row.Id, null), new ExpireJob(row.Id),
            new UnblockJob(row.Id)];
        Assert.All(moves, move => Assert.Null(move.Decide(row, Now).Row!.BlockedBy));
    }

    public static TheoryData<JobLimit, string> Impossible => new()
    {
        { new JobLimit { Key = "", MaxConcurrent = 1 }, "limit.key has 0 characters; it must have 1 to 200" },
        { new JobLimit { Key = "k" }, "limit has neither maxConcurrent nor maxStarts; give one of them or both" },
        { new JobLimit { Key = "k", MaxConcurrent = 0 }, "limit.maxConcurrent is 0; it must be 1 to 10,000" },
        { Rate(10_001, 1), "limit.maxStarts is 10001; it must be 1 to 10,000" },
        { Rate(1, 0.5), "limit.period is 500 ms; it must be 1 s to 1 day" },
    };

    [Theory, MemberData(nameof(Impossible))]
    public void A_limit_that_cannot_be_is_refused_with_field_value_and_rule(JobLimit limit, string says) => Assert.Equal(
        [says], RequestRules.Check(new JobRequest { Id = Guid.CreateVersion7(), Task = TestJobs.Task, Limit = limit }));

    [Fact]
    public void A_limit_that_can_be_is_taken() => Assert.Empty(
        RequestRules.Check(new JobRequest { Id = Guid.CreateVersion7(), Task = TestJobs.Task, Limit = Rate(5, 60) with { MaxConcurrent = 2 } }));
}
