namespace Gristmill.Jobs;

public sealed class RetryPolicyTests
{
    [Theory]
    [InlineData(0, 10, 1_000, 0)]
    [InlineData(1, 1, 1_000, 1)]
    [InlineData(1, 2, 4, 8)]
    [InlineData(1, 10, 1_000, 600)]
    [InlineData(86_400, 10, 1, 600)]
    public void A_pause_grows_to_its_ceiling_however_often_a_job_has_failed(int firstDelay, double factor, int failures,
        int seconds)
    {
        var policy = new RetryPolicy { FirstDelay = TimeSpan.FromSeconds(firstDelay), Factor = factor };

        Assert.Equal(TimeSpan.FromSeconds(seconds), policy.DelayAfter(failures, chance: 0));
        Assert.Equal(TimeSpan.FromSeconds(seconds * 0.8), policy.DelayAfter(failures, chance: 1));
    }
}
