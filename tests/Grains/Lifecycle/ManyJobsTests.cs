namespace Gristmill.Lifecycle;

/// <summary>What is ordered of many jobs at once.</summary>
public sealed class ManyJobsTests(SpecSilo silo)
{
    private readonly string _queue = $"many-{Guid.NewGuid():N}";

    private JobQuery Mine => new() { Queue = _queue };

    [Fact]
    public async Task All_that_a_query_finds_are_canceled_and_no_others()
    {
        await SubmitAsync(1_200);
        var other = await silo.Jobs.SubmitAsync(JobClient.Request("spec.add", 1, 2) with { Delay = TimeSpan.FromDays(1) });
        var parts = new Parts();

        var ordered =
            await silo.Jobs.OrderAllAsync(BulkAction.Cancel, Mine, parts, "enough", TestContext.Current.CancellationToken);

        Assert.Equal(new JobsOrdered(1_200, 0, null), ordered);
        Assert.Equal([500, 1_000, 1_200], parts.Told.Select(part => part.Done));
        Assert.Equal(1_200, await silo.Jobs.CountAsync(Mine with { Statuses = [JobStatus.Canceled] }));
        Assert.Equal("enough", (await silo.Jobs.ListAsync(Mine)).Jobs[0].CancelReason);
        Assert.Equal(JobStatus.Queued, (await other.GetAsync()).Status);
        await other.CancelAsync();
    }

    [Fact]
    public async Task It_is_stopped_after_a_part()
    {
        await SubmitAsync(1_200);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => silo.Jobs.OrderAllAsync(BulkAction.Cancel, Mine, new Parts(stop.Cancel), cancellationToken: stop.Token));

        Assert.Equal(700, await silo.Jobs.CountAsync(Mine with { Statuses = [JobStatus.Queued] }));
        await silo.Jobs.OrderAllAsync(BulkAction.Cancel, Mine);
    }

    [Fact]
    public async Task Ended_ones_are_opened_again_and_deleted_and_the_rest_is_left_alone()
    {
        await SubmitAsync(3);
        var jobs = (await silo.Jobs.ListAsync(Mine)).Jobs;
        await silo.Jobs.Job(jobs[2].Id).CancelAsync();
        await silo.Jobs.SubmitAsync(JobClient.Request("spec.says")); // The newest job of all stays.

        Assert.Equal(new JobsOrdered(1, 0, null), await silo.Jobs.OrderAllAsync(BulkAction.Retry, Mine));
        Assert.Equal(JobStatus.Queued, (await silo.Jobs.Job(jobs[2].Id).GetAsync()).Status);
        Assert.Equal(new JobsOrdered(0, 0, null),
            await silo.Jobs.OrderAllAsync(BulkAction.Delete, Mine with { Statuses = [JobStatus.Queued] }));
        Assert.Equal(3, (await silo.Jobs.OrderAllAsync(BulkAction.Cancel, Mine)).Done);
        Assert.Equal(new JobsOrdered(3, 0, null), await silo.Jobs.OrderAllAsync(BulkAction.Delete, Mine));
        Assert.Empty((await silo.Jobs.ListAsync(Mine)).Jobs);
    }

    [Theory]
    [InlineData(BulkAction.Retry, "the job is Queued; only a job that has ended can be")]
    [InlineData(BulkAction.Delete, "the job is Queued; only a job that has ended can be deleted")]
    public async Task Chosen_ones_of_which_it_cannot_be_ordered_are_counted_with_the_reason(BulkAction order, string reason)
    {
        await SubmitAsync(2);
        var jobs = (await silo.Jobs.ListAsync(Mine)).Jobs;
        await silo.Jobs.Job(jobs[0].Id).CancelAsync();
        await silo.Jobs.SubmitAsync(JobClient.Request("spec.says"));

        var ordered = await silo.Jobs.OrderAsync(order, jobs.Select(job => job.Id));

        Assert.Equal((1, 1), (ordered.Done, ordered.Refused));
        Assert.Contains(reason, ordered.Reason, StringComparison.Ordinal);
        Assert.Equal(new JobsOrdered(0, 1, "there is no such job"), await silo.Jobs.OrderAsync(order, [Guid.NewGuid()]));
        await silo.Jobs.OrderAllAsync(BulkAction.Cancel, Mine);
    }

    [Fact]
    public async Task A_job_that_has_ended_is_not_among_those_that_were_canceled()
    {
        var ended = await (await silo.Jobs.SubmitAsync(JobClient.Request("spec.says")))
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(new JobsOrdered(0, 0, null), await silo.Jobs.OrderAsync(BulkAction.Cancel, [ended.Id]));
    }

    private async Task SubmitAsync(int count) => Assert.All(
        await silo.Jobs.SubmitManyAsync([.. Enumerable.Range(0, count)
            .Select(_ => JobClient.Request("spec.add", 1, 2) with { Queue = _queue })]),
        receipt => Assert.True(receipt.Accepted));

    private sealed class Parts(Action? after = null) : IProgress<JobsOrdered>
    {
        public List<JobsOrdered> Told { get; } = [];

        public void Report(JobsOrdered value)
        {
            Told.Add(value);
            after?.Invoke();
        }
    }
}
