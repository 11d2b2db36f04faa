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
        Assert.Equal((0, LatencyClasses.Count - 1), (LatencyClasses.Of(TimeSpan.Zero), LatencyClasses.Of(TimeSpan.FromDays(400))));
    }

    [Fact]
    public void A_minute_is_the_mean_of_its_seconds_with_all_their_latencies()
    {
        var mean = Sample.Mean(Start,
        [
            new Sample { In = 10, Ready = 100, Latencies = [1, 0] }, new Sample { In = 30, Ready = 300, Latencies = [0, 2] },
        ]);

        Assert.Equal((20, 200, 3L), (mean.In, mean.Ready, mean.Latencies.Sum()));
    }

    private static WorkerView Report(int second, PoolLoad? load) => new() { Silo = "one", Owner = "one@1", Seen = Start.AddSeconds(second), Load = load };
}
