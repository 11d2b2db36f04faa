namespace Gristmill.Lifecycle;

/// <summary>Limits over a cluster, to the client.</summary>
public sealed class LimitTests(TwoSilos silos) : IClassFixture<TwoSilos>
{
    private async Task<JobView[]> RunAsync(int count, JobLimit limit)
    {
        var receipts =
            await silos.Jobs.SubmitManyAsync([.. Enumerable.Range(0, count)
            .Select(i => JobClient.Request("spec.add", i, 1) with { Limit = limit })]);
        Assert.All(receipts, receipt => Assert.True(receipt.Accepted));
        return await Task.WhenAll(receipts.Select(receipt =>
            silos.Jobs.Job(receipt.Id).WaitAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Jobs_of_a_key_run_one_at_a_time_over_two_silos_and_all_of_them_end()
    {
        var ended = await RunAsync(60, new JobLimit { Key = "customer 7", MaxConcurrent = 1 });

        Assert.All(ended, job => Assert.Equal(JobStatus.Success, job.Status));
        var byStart = ended.OrderBy(job => job.Started).ToArray();
        Assert.All(byStart.Zip(byStart.Skip(1)), pair => Assert.True(pair.First.Finished <= pair.Second.Started));
    }

    [Fact]
    public async Task No_more_jobs_of_a_key_start_in_a_period_than_its_rate()
    {
        var ended = await RunAsync(12, new JobLimit { Key = "customer 8", MaxStarts = 5 });

        // A bucket of five that fills in a second: the sixth after a start is a fifth of a second later at least, and so on.
        var starts = ended.Select(job => job.Started!.Value).Order().ToArray();
        for (var i = 5; i < starts.Length; i++)
            Assert.True(starts[i] - starts[0] >= (i - 4) * TimeSpan.FromSeconds(0.2));
    }
}
