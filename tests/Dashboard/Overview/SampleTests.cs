using Gristmill.Dashboard.Overview;

namespace Gristmill.Dashboard;

public sealed class SampleTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Rates_come_from_two_reports_and_the_time_between_them()
    {
        var rates = PoolRates.Between(
            Report(0, new PoolLoad { Submitted = 100, Succeeded = 90, Failed = 1, ProcessorTime = TimeSpan.FromSeconds(5) }),
            Report(2, new PoolLoad { Submitted = 140, Succeeded = 100, Failed = 4, ProcessorTime = TimeSpan.FromSeconds(6) }));

        Assert.Equal((20, 5, 1.5, 0.5), (rates.Submitted, rates.Succeeded, rates.Failed, rates.Processor));
    }

    [Fact]
    public void The_same_report_again_and_a_silo_without_figures_have_no_rates()
    {
        Assert.Equal(PoolRates.None, PoolRates.Between(Report(1, new PoolLoad()), Report(1, new PoolLoad())));
        Assert.Equal(PoolRates.None, PoolRates.Between(Report(1, null), Report(2, new PoolLoad())));
    }

    [Fact]
    public void A_quantile_is_exact_to_a_fifth()
    {
        var counts = new long[LatencyClasses.Count];
        for (var milliseconds = 1; milliseconds <= 1_000; milliseconds++)
            counts[LatencyClasses.Of(TimeSpan.FromMilliseconds(milliseconds))]++;

        Assert.InRange(LatencyClasses.Quantile(counts, 0.5)!.Value.TotalMilliseconds, 500, 600);
        Assert.InRange(LatencyClasses.Quantile(counts, 0.99)!.Value.TotalMilliseconds, 990, 1_190);
        Assert.Null(LatencyClasses.Quantile(new long[LatencyClasses.Count], 0.5));
        Assert.Equal((0, LatencyClasses.Count - 1),
            (LatencyClasses.Of(TimeSpan.Zero), LatencyClasses.Of(TimeSpan.FromDays(400))));
    }

    [Fact]
    public void A_range_shows_means_over_the_time_that_a_silo_was_there_and_gaps_where_none_was()
    {
        var range = ChartRange.Find("24h")!;
        var points = range.Read(Start,
        [
            Minute(-1, seconds: 30, submitted: 60), Minute(0, seconds: 30, submitted: 30), Minute(-6, seconds: 60, submitted: 6),
            Minute(-1440, seconds: 60, submitted: 9),
        ]);

        Assert.Equal(288, points.Length);
        Assert.Equal((Start.AddMinutes(-4), 1.5, 2L), (points[^1].At, points[^1].In, points[^1].Latencies.Sum()));
        Assert.Equal((Start.AddMinutes(-9), 0.1), (points[^2].At, points[^2].In));
        Assert.All(points.SkipLast(2), point => Assert.True(point.IsGap));
    }

    [Fact]
    public void The_hour_that_is_not_over_is_shown_too()
    {
        var range = ChartRange.Find("30d")!;

        var points = range.Read(Start.AddMinutes(20), [new ClusterStats { At = Start, Seconds = 1_200, Submitted = 2_400 }]);

        Assert.Equal((360, 2, Start.AddHours(-1)), (points.Length, points[^1].In, points[^1].At));
    }

    private static ClusterStats Minute(int minute, double seconds, long submitted) =>
        new() { At = Start.AddMinutes(minute), Seconds = seconds, Submitted = submitted, Latencies = [1] };

    private static SiloView Report(int second, PoolLoad? load) =>
        new() { Silo = "one", Owner = "one@1", Seen = Start.AddSeconds(second), Load = load };
}
