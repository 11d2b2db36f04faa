using Gristmill.Grains.Maintenance;

namespace Gristmill.History;

/// <summary>How two readings of the pools become figures.</summary>
public sealed class ClusterRecorderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 10, TimeSpan.Zero);

    private readonly MachineClock _clock = new(Noon);
    private readonly ClusterRecorder _recorder;

    public ClusterRecorderTests() => _recorder = new(_clock);

    [Fact]
    public void What_was_counted_between_two_readings_is_what_happened()
    {
        Read(0, Pool("one", 100, running: 1));
        Read(5, Pool("one", 140, running: 3));
        Read(10, Pool("one", 150, running: 1));

        var figures = _recorder.Take(ready: 7, delayed: 2)!;

        Assert.Equal((Noon.AddSeconds(-10), 10, 50), (figures.At, figures.Seconds, figures.Succeeded));
        Assert.Equal((20, 80, 70, 20), (figures.Running, figures.Slots, figures.Ready, figures.Delayed));
        Assert.Equal(50, figures.Latencies.Sum());
        Assert.Null(_recorder.Take(0, 0));
    }

    [Fact]
    public void A_silo_that_has_come_since_has_done_all_of_it_since_and_one_that_was_there_before_is_only_compared()
    {
        Read(0, Pool("one", 100));
        Read(5, Pool("one", 100), Pool("new", 9, started: Noon.AddSeconds(2)), Pool("old", 1_000, started: Noon.AddDays(-1)));

        Assert.Equal(9, _recorder.Take(0, 0)!.Succeeded);
    }

    [Fact]
    public void What_the_recording_silo_did_before_the_first_reading_is_counted_and_what_older_ones_did_is_not()
    {
        _recorder.Begin(Noon, "one@1");
        Read(1, Pool("one", 3), Pool("old", 1_000));
        Read(5, Pool("one", 5), Pool("old", 1_010));

        Assert.Equal(15, _recorder.Take(0, 0)!.Succeeded);
    }

    [Fact]
    public void What_another_silo_took_down_is_not_taken_down_again()
    {
        Read(0, Pool("one", 100));
        _recorder.Forget();
        Read(5, Pool("one", 200));

        Assert.Null(_recorder.Take(0, 0));
    }

    [Fact]
    public void A_minute_is_due_when_it_is_over()
    {
        Assert.False(_recorder.IsDue());
        Read(0, Pool("one", 0));
        Read(5, Pool("one", 1));

        Pass(49);
        Assert.False(_recorder.IsDue());
        Pass(50);
        Assert.True(_recorder.IsDue());
    }

    [Theory]
    [InlineData(-2), InlineData(2)]
    public void Nothing_is_lost_and_no_time_made_up_when_the_clock_is_set(int hours)
    {
        Read(0, Pool("one", 100, running: 1));
        _clock.Set(TimeSpan.FromHours(hours));
        Read(5, Pool("one", 140, running: 1));
        Read(10, Pool("one", 150, running: 1));

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_recorder.IsDue());
        var figures = _recorder.Take(0, 0)!;
        Assert.Equal((50, 10, 10), (figures.Succeeded, figures.Seconds, figures.Running));
    }

    // At a second after noon, as time passes.
    private void Read(int second, params SiloView[] pools)
    {
        Pass(second);
        _recorder.Read(pools);
    }

    private void Pass(int second) => _clock.Advance(TimeSpan.FromTicks(Noon.AddSeconds(second).Ticks - _clock.GetTimestamp()));

    private static SiloView Pool(string silo, long succeeded, int running = 0, DateTimeOffset? started = null) => new()
    {
        Silo = silo,
        Owner = $"{silo}@1",
        Slots = 8,
        Running = running,
        Started = started ?? Noon.AddHours(-1),
        Load = new PoolLoad { Succeeded = succeeded, Latencies = [0, succeeded] },
    };
}
