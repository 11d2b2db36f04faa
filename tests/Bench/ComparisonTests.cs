namespace Gristmill.Bench;

public sealed class ComparisonTests
{
    [Fact]
    public void Rounds_of_both_versions_are_compared_in_pairs()
    {
        var table = Comparison.Table("v1", [Run(100), Run(200), Run(110)], [Run(200), Run(220), Run(220)]).ToArray();

        Assert.Equal("| what | v1 | now | unit | now / then | min – max |", table[0]);
        Assert.Equal("| run | 110 | 220 | jobs/s | 2.00 | 1.10 – 2.00 |", table[2]);
    }

    [Fact]
    public void What_only_one_version_has_is_left_out() =>
        Assert.Equal(2, Comparison.Table("v1", [Run(1)], [Run(1) with { What = "other" }]).Count());

    private static Figure Run(double rate) => new("run", "gristmill", "run", "jobs/s", [rate]);
}
