namespace Gristmill.Cluster;

/// <summary>Limits over whole silos.</summary>
public sealed class LimitTests
{
    private const string Fibonacci = "gwexample.analyses.tasks.fibonacci";

    private static JobRequest Request(JobLimit limit) => JobClient.Request(Fibonacci, 15) with { Limit = limit };

    private static async Task<JobView[]> RunAsync(TestCluster cluster, int count, JobLimit limit)
    {
        var receipts = await cluster.Jobs.SubmitManyAsync([.. Enumerable.Range(0, count).Select(_ => Request(limit))]);
        Assert.All(receipts, receipt => Assert.True(receipt.Accepted));
        return await Task.WhenAll(receipts.Select(receipt => cluster.Jobs.Job(receipt.Id).WaitAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Jobs_of_a_key_run_one_at_a_time_over_two_silos_and_all_of_them_end()
    {
        await using var cluster = await TestCluster.StartAsync("one", "two");

        var ended = await RunAsync(cluster, 60, new JobLimit { Key = "customer 7", MaxConcurrent = 1 });

        Assert.All(ended, job => Assert.Equal(JobStatus.Success, job.Status));
        var byStart = ended.OrderBy(job => job.Started).ToArray();
        Assert.All(byStart.Zip(byStart.Skip(1)), pair => Assert.True(pair.First.Finished <= pair.Second.Started));
    }

    [Fact]
    public async Task No_more_jobs_of_a_key_start_in_a_period_than_its_rate()
    {
        await using var cluster = await TestCluster.StartAsync("one");

        var ended = await RunAsync(cluster, 12, new JobLimit { Key = "customer 7", MaxStarts = 5 });

        // A bucket of five that fills in a second: the sixth after a start is a fifth of a second later at least, and so on.
        var starts = ended.Select(job => job.Started!.Value).Order().ToArray();
        for (var i = 5; i < starts.Length; i++)
            Assert.True(starts[i] - starts[0] >= (i - 4) * TimeSpan.FromSeconds(0.2));
    }
}
