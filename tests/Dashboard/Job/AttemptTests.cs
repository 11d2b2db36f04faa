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

    private static JobEvent Event(int second, JobStatus status, int run) => new(Start.AddSeconds(second), status, run, "one", null);
}
