namespace Gristmill.Cluster;

/// <summary>A judge that lets everything pass would find chaos in order.</summary>
public sealed class HistoryCheckerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static JobView Job(int attempt, params (int Second, JobStatus Status, int Run)[] history) => new()
    {
        Id = Guid.NewGuid(),
        Task = "t",
        Title = "t",
        Queue = "default",
        Arguments = "[]",
        Status = history[^1].Status,
        Attempt = attempt,
        Result = history[^1].Status is JobStatus.Success ? $"{attempt}" : null,
        History = [.. history.Select(change =>
            new JobEvent(Start.AddSeconds(change.Second), change.Status, change.Run, null, null))],
    };

    private static JobView Ran(int from, int to) =>
        Job(1, (0, JobStatus.Queued, 0), (from, JobStatus.Running, 1), (to, JobStatus.Success, 1));

    [Fact]
    public void A_life_in_order_has_no_fault()
    {
        var retried =
            Job(2, (0, JobStatus.Queued, 0), (1, JobStatus.Running, 1), (2, JobStatus.Queued, 1), (3, JobStatus.Running, 2),
            (4, JobStatus.Success, 2));

        Assert.Empty(HistoryChecker.Faults(retried));
        Assert.Empty(HistoryChecker.Faults(retried, [1, 2]));
    }

    [Fact]
    public void What_must_not_be_is_found()
    {
        Finds("two terminal", "has not exactly one terminal state",
            Job(1, (0, JobStatus.Queued, 0), (1, JobStatus.Running, 1), (2, JobStatus.Success, 1), (3, JobStatus.Error, 1)));
        Finds("two outcomes", "has not exactly one outcome of every run",
            Job(2, (0, JobStatus.Queued, 0), (1, JobStatus.Running, 1), (2, JobStatus.Success, 1)));
        Finds("stale", "went from run 2 to 1 as Success",
            Job(2, (0, JobStatus.Queued, 0), (1, JobStatus.Running, 1), (2, JobStatus.Queued, 1), (3, JobStatus.Running, 2), (4, JobStatus.Success, 1)));
        Finds("left", "is Canceling in the end",
            Job(1, (0, JobStatus.Queued, 0), (1, JobStatus.Running, 1), (2, JobStatus.Canceling, 1)));
        Finds("moves", "moved from Canceling to Success",
            Job(1, (0, JobStatus.Queued, 0), (1, JobStatus.Running, 1), (2, JobStatus.Canceling, 1), (3, JobStatus.Success, 1)));

        var ran = Ran(1, 2);
        Assert.Equal(["ran one of its attempts twice"], HistoryChecker.Faults(ran, [1, 1]));
        Assert.Equal(["ran twice although it may run at most once"],
            HistoryChecker.Faults(ran with { Tags = [ChaosJobs.Once], Attempt = 2, Result = "2" }, [1, 2]));
        Assert.Equal(["succeeded without having run"], HistoryChecker.Faults(ran, []));
        Assert.Equal(["has the result of another run, 1"], HistoryChecker.Faults(ran with { Attempt = 2 }, [1, 2]));

        static void Finds(string what, string fault, JobView job) =>
            Assert.True(HistoryChecker.Faults(job).Contains(fault), what);
    }

    [Fact]
    public void Jobs_at_the_same_time_are_counted_and_one_that_follows_another_in_a_commit_is_not()
    {
        Assert.Equal(1, HistoryChecker.MostAtOnce([Ran(1, 2), Ran(2, 3), Ran(3, 4)], status => status.IsHeld()));
        Assert.Equal(2, HistoryChecker.MostAtOnce([Ran(1, 3), Ran(2, 4), Ran(3, 4)], status => status.IsHeld()));
    }
}
