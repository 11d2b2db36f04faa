namespace Gristmill.Lifecycle;

/// <summary>Unique keys over a cluster, to the client.</summary>
public sealed class UniqueTests(TwoSilos silos) : IClassFixture<TwoSilos>
{
    private static JobRequest Request(UniquePolicy policy, string key, string? queue = null) =>
        JobClient.Request("spec.gated", "never") with { Queue = queue, Unique = new UniqueRule { Key = key, Policy = policy } };

    [Fact]
    public async Task A_key_is_one_jobs_over_the_cluster_until_it_ends()
    {
        const string Key = "report of May";
        var first = await silos.Jobs.SubmitAsync(Request(UniquePolicy.Reject, Key));
        await foreach (var view in first.WatchAsync(TestContext.Current.CancellationToken))
            if (view.Status is JobStatus.Running)
                break;

        var refused = await Assert.ThrowsAsync<JobRefusedException>(() =>
            silos.Jobs.SubmitAsync(Request(UniquePolicy.Reject, Key)));
        Assert.Contains(first.Id.ToString(), Assert.Single(refused.Problems), StringComparison.Ordinal);
        await Assert.ThrowsAsync<JobRefusedException>(() => silos.Jobs.SubmitAsync(Request(UniquePolicy.ReplaceQueued, Key)));
        Assert.Equal(first.Id, (await silos.Jobs.SubmitAsync(Request(UniquePolicy.ReturnExisting, Key))).Id);

        await first.CancelAsync();
        await first.WaitAsync(TestContext.Current.CancellationToken);
        var next = await silos.Jobs.SubmitAsync(Request(UniquePolicy.Reject, Key));
        Assert.NotEqual(first.Id, next.Id);
        await Assert.ThrowsAsync<JobRefusedException>(first.RetryAsync);
        await next.CancelAsync();
    }

    [Fact]
    public async Task Whoever_waits_for_a_replaced_job_learns_of_it()
    {
        const string Key = "report of June";
        var old = await silos.Jobs.SubmitAsync(Request(UniquePolicy.Reject, Key, "unserved") with { Watched = true });
        var end = old.WaitAsync(TestContext.Current.CancellationToken);

        var receipts = await silos.Jobs.SubmitManyAsync(
        [
            Request(UniquePolicy.ReplaceQueued, Key, "unserved"), Request(UniquePolicy.ReturnExisting, Key, "unserved"),
            Request(UniquePolicy.Reject, Key, "unserved"),
        ]);

        var replaced = await end;
        Assert.Equal((JobStatus.Canceled, "Replaced"), (replaced.Status, replaced.CancelReason));
        Assert.Equal([(true, false), (true, true), (false, false)],
            receipts.Select(receipt => (receipt.Accepted, receipt.Existing)));
        Assert.Equal(receipts[0].Id, receipts[1].Id);
    }
}
