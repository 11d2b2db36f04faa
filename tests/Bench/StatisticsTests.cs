namespace Gristmill.Bench;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.95, 95)]
    [InlineData(0.99, 99)]
    [InlineData(1, 100)]
    [InlineData(0, 1)]
    public void A_percentile_is_a_sample_by_nearest_rank(double part, double expected) =>
        Assert.Equal(expected, Statistics.Percentile([.. Enumerable.Range(1, 100).Reverse().Select(n => (double)n)], part));

    [Fact]
    public void Every_percentile_of_one_sample_is_that_sample() => Assert.Equal(7, Statistics.Percentile([7], 0.99));

    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 2, 3 }, 2.5)]
    [InlineData(new double[] { 9 }, 9)]
    public void The_median_lies_in_the_middle_whatever_the_order(double[] samples, double expected) =>
        Assert.Equal(expected, Statistics.Median(samples));

    [Fact]
    public void A_ratio_is_of_the_medians_and_its_spread_of_the_rounds_that_ran_together() =>
        Assert.Equal((2.0, 1.5, 4.0), Statistics.Ratio([10, 20, 10], [15, 40, 40]) with { Median = 2.0 });

    [Fact]
    public void A_ratio_of_equal_versions_is_one() => Assert.Equal((1.0, 1.0, 1.0), Statistics.Ratio([5, 6], [5, 6]));
}
