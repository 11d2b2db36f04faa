using Gristmill.Jobs;

namespace Gristmill.Storage;

public abstract partial class JobStoreConformance
{
    private async Task<JobRow> EndedAsync(RunOutcome? outcome = null, JobRow? job = null)
    {
        var row = await SubmitAsync(job ?? TestJobs.New());
        row = (await Store.ExecuteAsync(new ClaimJob(row.Id, TestJobs.Owner, TestJobs.Silo))).Row!;
        return (await Store.ExecuteAsync(Finish(row, outcome ?? new RunOutcome.Returned("3")))).Row!;
    }

    private static JobPosition Place(JobRow row) =>
        new(row.Sequence, row.Id, row.Status, row.Created, row.Finished, row.Result is not null);

    [Fact]
    public async Task A_deleted_job_is_gone_with_its_history_and_its_log()
    {
        var (job, other) = (await EndedAsync(), await EndedAsync());
        await Store.AppendLogAsync([Line(job, "gone"), Line(other, "kept")]);
        await SubmitAsync();

        Assert.Equal([job.Id], await Store.DeleteAsync([Place(job)]));

        Assert.Null(await Store.FindWithHistoryAsync(job.Id));
        Assert.Empty(await Store.LogAsync(job.Id, 0, 10));
        Assert.Equal("kept", Assert.Single(await Store.LogAsync(other.Id, 0, 10)).Text);
        Assert.DoesNotContain(job.Id, (await Store.ListAsync(new JobQuery())).Rows.Select(row => row.Id));
        Assert.Empty(await Store.DeleteAsync([Place(job)]));
        // Lines that come late find nobody, and not the job that comes next.
        await Store.AppendLogAsync([Line(job, "late")]);
        Assert.Empty(await Store.LogAsync((await SubmitAsync()).Id, 0, 10));
    }

    [Fact]
    public async Task A_job_that_has_not_ended_or_was_opened_again_is_kept()
    {
        var (waiting, running, ended) = (await SubmitAsync(), await RunningAsync(), await EndedAsync());
        await SubmitAsync();
        var seen = Place(ended);
        await Store.ExecuteAsync(new RetryJob(ended.Id));

        Assert.Empty(await Store.DeleteAsync([Place(waiting), Place(running), seen]));

        Clock.Advance(TimeSpan.FromSeconds(1));
        await Store.ExecuteAsync(new CancelJob(ended.Id, null));
        Assert.Empty(await Store.DeleteAsync([seen]));
        Assert.Equal([ended.Id], await Store.DeleteAsync([Place((await Store.FindAsync(ended.Id))!)]));
    }

    [Fact]
    public async Task The_newest_job_is_kept_so_that_no_number_is_given_twice()
    {
        var (first, newest) = (await EndedAsync(), await EndedAsync());

        Assert.Equal([first.Id], await Store.DeleteAsync([Place(first), Place(newest)]));

        var next = await SubmitAsync();
        Assert.True(next.Sequence > newest.Sequence);
        Assert.Equal([newest.Id], await Store.DeleteAsync([Place(newest)]));
    }

    [Fact]
    public async Task A_parent_is_kept_until_its_children_have_ended()
    {
        var parent = await EndedAsync();
        JobRow[] children =
            [await SubmitAsync(TestJobs.New() with { Parent = parent.Id }),
            await SubmitAsync(TestJobs.New() with { Parent = parent.Id })];
        await SubmitAsync();

        foreach (var child in children)
        {
            Assert.Empty(await Store.DeleteAsync([Place(parent)]));
            await Store.ExecuteAsync(new CancelJob(child.Id, null));
        }

        Assert.Equal([parent.Id], await Store.DeleteAsync([Place(parent)]));
    }

    [Fact]
    public async Task A_deleted_job_has_let_go_of_the_key_that_it_kept_after_its_end()
    {
        var rule = new UniqueRule { Key = "k", States = [JobStatus.Queued, JobStatus.Running, JobStatus.Success] };
        var keyed = TestJobs.New() with { Options = new JobOptions { Unique = rule } };
        var ended = await EndedAsync(job: keyed);
        await SubmitAsync();
        Assert.False((await Store.ExecuteAsync(new SubmitJob(keyed with { Id = Guid.CreateVersion7() }))).Accepted);

        await Store.DeleteAsync([Place(ended)]);

        Assert.True((await Store.ExecuteAsync(new SubmitJob(keyed with { Id = Guid.CreateVersion7() }))).Accepted);
    }

    [Fact]
    public async Task Jobs_are_walked_through_in_the_order_of_their_submission()
    {
        JobRow[] jobs =
        [
            await EndedAsync(), await SubmitAsync(), await EndedAsync(new RunOutcome.Failed(new JobError("E", "e"))),
                await EndedAsync(new RunOutcome.Stopped()),
        ];

        Assert.Equal(jobs.Select(Place), await Store.PlacesAsync(failed: false, 0, 10));
        Assert.Equal(jobs[1..3].Select(Place), await Store.PlacesAsync(failed: false, jobs[0].Sequence, 2));
        Assert.Equal(jobs[2..].Select(Place), await Store.PlacesAsync(failed: true, 0, 10));
        Assert.Equal(new EndedCount(1, 2), await Store.CountEndedAsync(most: 3));
        Assert.Equal(default, await Store.CountEndedAsync(most: 4));
    }

    [Fact]
    public async Task A_dropped_result_is_gone_and_it_is_known_since_when()
    {
        var (job, other) = (await EndedAsync(), await EndedAsync());
        var seen = Place(other);
        await Store.ExecuteAsync(new RetryJob(other.Id));
        Clock.Advance(TimeSpan.FromDays(1));

        await Store.DropResultsAsync([Place(job), seen]);

        var row = (await Store.FindAsync(job.Id))!;
        Assert.Equal((JobStatus.Success, null, Clock.GetUtcNow()), (row.Status, row.Result, row.ResultExpired));
        Assert.Null((await Store.FindAsync(other.Id))!.ResultExpired);
        await Store.ExecuteAsync(new RetryJob(job.Id));
        Assert.Null((await Store.FindAsync(job.Id))!.ResultExpired);
    }
}
