using Gristmill.Dashboard.Job;

namespace Gristmill.Dashboard;

public sealed class AttemptTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_run_ends_with_the_first_event_that_is_no_phase_of_it()
    {
        var attempts = Attempt.Of(
        [
            Event(0, JobStatus.Queued, 0),
            Event(1, JobStatus.Running, 1),
            Event(2, JobStatus.FetchingInput, 1),
            Event(3, JobStatus.Running, 1),
            Event(4, JobStatus.Queued, 1),
            Event(5, JobStatus.Running, 2),
            Event(6, JobStatus.Canceling, 2),
        ]);

        Assert.Equal([(1, 1, 4.0), (2, 5, null)], attempts.Select(attempt =>
            (attempt.Run, (attempt.Started - Start).TotalSeconds, (attempt.End?.Time - Start)?.TotalSeconds)));
    }

    [Fact]
    public void A_job_has_waited_since_it_was_queued_last()
    {
        JobEvent[] history =
            [Event(0, JobStatus.Queued, 0), Event(1, JobStatus.Running, 1), Event(2, JobStatus.Error, 1),
            Event(60, JobStatus.Queued, 1)];

        Assert.Equal(1, Attempt.Waited(history[..2], Start.AddSeconds(99)).TotalSeconds);
        Assert.Equal(1, Attempt.Waited(history[..3], Start.AddSeconds(99)).TotalSeconds);
        Assert.Equal(39, Attempt.Waited(history, Start.AddSeconds(99)).TotalSeconds);
        Assert.Equal(4, Attempt.Waited([.. history, Event(64, JobStatus.Running, 2)], Start.AddSeconds(99)).TotalSeconds);
    }

    private static JobEvent Event(int second, JobStatus status, int run) =>
        new(Start.AddSeconds(second), status, run, "one", null);
}
