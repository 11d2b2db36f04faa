using System.Globalization;

namespace Gristmill.Jobs;

public sealed class JobHistoryTests
{
    private static readonly JobError Long = new("System.TimeoutException", new string('x', 4_000), "a stack");

    [Fact]
    public void Of_many_failures_the_first_and_the_last_are_kept_in_full_and_those_between_in_short()
    {
        var errors = Failed(runs: 12).Where(change => change.Error is not null).Select(change => change.Error!).ToArray();

        Assert.Equal(12, errors.Length);
        Assert.Equal([Numbered(1), Numbered(12)], [errors[0], errors[^1]]);
        Assert.All(errors[1..^1].Index(), error =>
            Assert.Equal(Numbered(error.Index + 2) with { Message = $"{Numbered(error.Index + 2).Message[..199]}…", Detail = null }, error.Item));
    }

    [Fact]
    public void Of_many_changes_the_first_and_the_last_are_kept_and_those_between_are_counted()
    {
        var history = Failed(runs: 300);

        Assert.Equal(50, history.Length);
        Assert.Equal(1 + 2 * 300, history.Sum(change => change.CountChanges()));
        Assert.Equal([0, 1, 1, 2, 2, 3, 3, 4, 4, 5], history[..10].Select(change => change.Run));
        Assert.Equal(551, Assert.Single(history, change => change.LeftOut is not null).LeftOut);
        Assert.Equal(Enumerable.Range(281, 20).SelectMany(run => new[] { run, run }), history[10..].Select(change => change.Run));
        Assert.Equal([Numbered(1), Numbered(300)],
            history.Where(change => change.Error?.Detail is not null).Select(change => change.Error));
    }

    [Fact]
    public void The_first_failure_is_kept_also_if_it_comes_after_many_changes()
    {
        JobEvent[] history = [];
        for (var run = 1; run <= 100; run++)
            history = JobHistory.Add(history, Event(JobStatus.Queued, run, run > 15 ? Numbered(run) : null));

        Assert.Equal((50, 100), (history.Length, history.Sum(change => change.CountChanges())));
        Assert.Equal([16, 100], history.Where(change => change.Error?.Detail is not null).Select(change => change.Run));
    }

    [Fact]
    public void A_history_of_few_changes_and_short_errors_is_left_as_it_is()
    {
        JobEvent[] history = [Event(JobStatus.Queued, 0)];
        for (var run = 1; run <= 24; run++)
        {
            history = JobHistory.Add(history, Event(JobStatus.Running, run));
            history = JobHistory.Add(history, Event(JobStatus.Queued, run, new JobError("Type", "short")));
        }

        Assert.Equal(49, history.Length);
        Assert.All(history, change => Assert.Null(change.LeftOut));
        Assert.All(history.Where(change => change.Error is not null), change => Assert.Equal("short", change.Error!.Message));
    }

    [Fact]
    public void A_message_is_cut_between_characters()
    {
        var faces = string.Concat(Enumerable.Repeat("🙂", 200));
        JobEvent[] history = [];
        for (var run = 1; run <= 3; run++)
            history = JobHistory.Add(history, Event(JobStatus.Queued, run, new JobError("Type", faces)));

        Assert.Equal($"{faces[..198]}…", history[1].Error!.Message);
    }

    private static JobEvent[] Failed(int runs)
    {
        JobEvent[] history = [Event(JobStatus.Queued, 0)];
        for (var run = 1; run <= runs; run++)
        {
            history = JobHistory.Add(history, Event(JobStatus.Running, run));
            history = JobHistory.Add(history, Event(JobStatus.Queued, run, Numbered(run)));
        }
        return history;
    }

    private static JobError Numbered(int run) =>
        Long with { Message = $"{run.ToString(CultureInfo.InvariantCulture)} {Long.Message}" };

    private static JobEvent Event(JobStatus status, int run, JobError? error = null) =>
        new(TestJobs.Start.AddSeconds(run), status, run, run == 0 ? null : "mill", null, error);
}
