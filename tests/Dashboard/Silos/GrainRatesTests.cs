using Gristmill.Dashboard.Silos;

namespace Gristmill.Dashboard;

public sealed class GrainRatesTests
{
    private readonly GrainRates _rates = new();

    [Fact]
    public void Calls_a_second_come_from_the_last_two_reports()
    {
        Assert.Equal(0, Assert.Single(_rates.Of(Report(0, 100))).Calls);
        Assert.Equal(25, Assert.Single(_rates.Of(Report(2, 150))).Calls);
        Assert.Equal(25, Assert.Single(_rates.Of(Report(2, 150))).Calls);
        Assert.Equal(10, Assert.Single(_rates.Of(Report(3, 160))).Calls);
    }

    [Fact]
    public void Each_silo_has_its_own_and_one_that_does_not_tell_has_none()
    {
        _rates.Of(Report(0, 100));

        Assert.Equal(0, Assert.Single(_rates.Of(Report(2, 900, "other"))).Calls);
        Assert.Empty(_rates.Of(Report(2, 0) with { Load = null }));
    }

    private static SiloView Report(int second, long calls, string silo = "one") => new()
    {
        Silo = silo,
        Owner = $"{silo}/1",
        Seen = DateTimeOffset.UnixEpoch.AddSeconds(second),
        Load = new PoolLoad { Grains = [new GrainLoad("JobGrain", 3, calls)] },
    };
}
