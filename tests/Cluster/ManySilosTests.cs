namespace Gristmill.Cluster;

/// <summary>Silos that choose for themselves do not get in each other's way.</summary>
public sealed class ManySilosTests
{
    private const int Silos = 8;

    [Fact]
    public async Task Eight_silos_started_at_the_same_moment_all_come_up_and_share_the_work()
    {
        await using var cluster = new TestCluster();

        var ready = await Task.WhenAll(Enumerable.Range(1, Silos)
            .Select(_ => cluster.StartSilo().LineAsync(line => line.EndsWith(" ready", StringComparison.Ordinal))));
        await cluster.ConnectAsync();
        var jobs = await Task.WhenAll(Enumerable.Range(0, 100)
            .Select(_ => cluster.Jobs.SubmitAsync("gwexample.analyses.tasks.wait", 0.5)));
        var ended = await Task.WhenAll(jobs.Select(job => job.WaitAsync()));

        Assert.All(ended, job => Assert.Equal(JobStatus.Success, job.Status));
        Assert.Equal(ready.Select(line => line[..^" ready".Length]).Order(), ended.Select(job => job.Silo!).Distinct().Order());
    }
}
