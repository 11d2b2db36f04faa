using Gristmill.Grains.Pool;

namespace Gristmill.Workers;

public sealed class PrefetchTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_pool_that_has_ended_nothing_takes_no_more_than_it_can_start() =>
        Assert.Equal(0, new Prefetch(_clock, slots: 4).Jobs(running: 0));

    [Theory]
    [InlineData(0.1, 1_000), InlineData(1, 100), InlineData(25, 4), InlineData(26, 0), InlineData(1_000, 0)]
    public void Jobs_are_taken_ahead_by_what_ends_in_25_milliseconds_from_the_first_that_has_ended(double milliseconds, int ahead)
    {
        var prefetch = new Prefetch(_clock, slots: 4);

        Run(prefetch, TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(ahead, prefetch.Jobs(running: 0));
    }

    [Fact]
    public void Long_jobs_and_short_ones_are_believed_when_they_were_some()
    {
        var prefetch = new Prefetch(_clock, slots: 4);
        Run(prefetch, TimeSpan.FromMilliseconds(0.5));

        Run(prefetch, TimeSpan.FromMilliseconds(100));
        Assert.Equal(7, prefetch.Jobs(running: 0));
        for (var i = 0; i < 2; i++)
            Run(prefetch, TimeSpan.FromMilliseconds(100));
        Assert.Equal(0, prefetch.Jobs(running: 0));
        for (var i = 0; i < 50; i++)
            Run(prefetch, TimeSpan.FromMilliseconds(0.5));

        Assert.InRange(prefetch.Jobs(running: 0), 100, 200);
    }

    [Fact]
    public void While_nothing_of_what_runs_ends_nothing_is_taken_ahead()
    {
        var prefetch = new Prefetch(_clock, slots: 4);
        Run(prefetch, TimeSpan.FromMilliseconds(0.5));

        prefetch.Started();
        _clock.Advance(TimeSpan.FromMilliseconds(26));

        Assert.Equal(0, prefetch.Jobs(running: 1));
    }

    [Fact]
    public void A_pool_that_had_no_jobs_takes_as_many_as_before()
    {
        var prefetch = new Prefetch(_clock, slots: 4);
        Run(prefetch, TimeSpan.FromMilliseconds(0.5));

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(200, prefetch.Jobs(running: 0));
    }

    private static void Run(Prefetch prefetch, TimeSpan took)
    {
        prefetch.Started();
        prefetch.Ended(took);
    }
}
