namespace Gristmill.Workers;

public sealed class PrefetchTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_pool_that_has_ended_nothing_takes_no_more_than_it_can_start() =>
        Assert.Equal(0, new Prefetch(_clock, slots: 4).Jobs);

    [Fact]
    public void Short_jobs_are_taken_ahead_by_what_ends_in_25_milliseconds()
    {
        var prefetch = new Prefetch(_clock, slots: 4);

        End(prefetch, jobs: 1_000, within: TimeSpan.FromMilliseconds(100));

        Assert.Equal(250, prefetch.Jobs);
    }

    [Fact]
    public void Long_jobs_are_not_taken_ahead()
    {
        var prefetch = new Prefetch(_clock, slots: 4);

        End(prefetch, jobs: 4, within: TimeSpan.FromSeconds(1));

        Assert.Equal(0, prefetch.Jobs);
    }

    [Fact]
    public void Long_jobs_that_end_at_the_same_time_on_all_slots_are_not_taken_for_short_ones()
    {
        var prefetch = new Prefetch(_clock, slots: 4);

        End(prefetch, jobs: 4, within: TimeSpan.FromMilliseconds(50));

        Assert.Equal(0, prefetch.Jobs);
    }

    [Fact]
    public void The_rate_is_that_of_late()
    {
        var prefetch = new Prefetch(_clock, slots: 4);
        End(prefetch, jobs: 1_000, within: TimeSpan.FromMilliseconds(100));
        Assert.NotEqual(0, prefetch.Jobs);

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(0, prefetch.Jobs);
    }

    private void End(Prefetch prefetch, int jobs, TimeSpan within)
    {
        for (var i = 0; i < jobs; i++)
            prefetch.Count();
        _clock.Advance(within);
    }
}
