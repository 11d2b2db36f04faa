namespace Gristmill.Cluster;

/// <summary>Unique keys through the client, over whole silos.</summary>
public sealed class UniqueTests
{
    private const string UntilCanceled = "gwexample.analyses.tasks.untilcanceled";

    private static JobRequest Request(UniquePolicy policy, string? queue = null) =>
        JobClient.Request(UntilCanceled) with { Queue = queue, Unique = new UniqueRule { Key = "report of May", Policy = policy } };

    [Fact]
    public async Task A_key_is_one_jobs_over_the_cluster_until_it_ends()
    {
        await using var cluster = await TestCluster.StartAsync("one", "two");
        var first = await cluster.Jobs.SubmitAsync(Request(UniquePolicy.Reject));
        await MainJobTests.RunningAsync(first);

        var refused = await Assert.ThrowsAsync<JobRefusedException>(() => cluster.Jobs.SubmitAsync(Request(UniquePolicy.Reject)));
        Assert.Contains(first.Id.ToString(), Assert.Single(refused.Problems), StringComparison.Ordinal);
        await Assert.ThrowsAsync<JobRefusedException>(() => cluster.Jobs.SubmitAsync(Request(UniquePolicy.ReplaceQueued)));
        Assert.Equal(first.Id, (await cluster.Jobs.SubmitAsync(Request(UniquePolicy.ReturnExisting))).Id);

        await first.CancelAsync();
        await first.WaitAsync(TestContext.Current.CancellationToken);
        var next = await cluster.Jobs.SubmitAsync(Request(UniquePolicy.Reject));
        Assert.NotEqual(first.Id, next.Id);
        await Assert.ThrowsAsync<JobRefusedException>(first.RetryAsync);
        await next.CancelAsync();
    }

    [Fact]
    public async Task Whoever_waits_for_a_replaced_job_learns_of_it()
    {
        await using var cluster = await TestCluster.StartAsync("one");
        var old = await cluster.Jobs.SubmitAsync(Request(UniquePolicy.Reject, "unserved") with { Watched = true });
        var end = old.WaitAsync(TestContext.Current.CancellationToken);

        var receipts = await cluster.Jobs.SubmitManyAsync(
            [Request(UniquePolicy.ReplaceQueued, "unserved"), Request(UniquePolicy.ReturnExisting, "unserved"), Request(UniquePolicy.Reject, "unserved")]);

        var replaced = await end;
        Assert.Equal((JobStatus.Canceled, "Replaced"), (replaced.Status, replaced.CancelReason));
        Assert.Equal([(true, false), (true, true), (false, false)], receipts.Select(receipt => (receipt.Accepted, receipt.Existing)));
        Assert.Equal(receipts[0].Id, receipts[1].Id);
    }
}
