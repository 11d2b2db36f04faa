using Gristmill.Jobs;

namespace Gristmill.Storage;

public abstract partial class JobStoreConformance
{
    /// <summary>Jobs of every status, three tasks and two queues; newest first.</summary>
    private async Task<JobRow[]> MixedAsync()
    {
        var statuses = Enum.GetValues<JobStatus>();
        var jobs = Enumerable.Range(0, 66).Select(i => TestJobs.In(statuses[i % statuses.Length]) with
        {
            Task = $"task.{i % 3}",
            Queue = i % 2 == 0 ? "default" : "other",
        });
        return [.. (await Store.ExecuteAsync([.. jobs.Select(TestCommand.Save)])).Select(answer => answer.Row!).Reverse()];
    }

    private async Task<List<JobRow>> PagesAsync(JobQuery query)
    {
        var all = new List<JobRow>();
        do
        {
            var (rows, next, _) = await Store.ListAsync(query);
            Assert.True(rows.Length <= query.Limit);
            Assert.True(next is null || rows.Length == query.Limit);
            all.AddRange(rows);
            query = query with { Cursor = next };
        }
        while (query.Cursor is not null);
        return all;
    }

    [Fact]
    public async Task A_listing_is_newest_first_and_empty_where_there_is_nothing()
    {
        Assert.Empty((await Store.ListAsync(new JobQuery())).Rows);
        var jobs = await MixedAsync();
        Assert.Equal(jobs[..50], (await Store.ListAsync(new JobQuery())).Rows);
    }

    [Theory]
    [InlineData(1), InlineData(7), InlineData(33), InlineData(66), InlineData(1_000)]
    public async Task Pages_of_any_size_make_up_the_whole(int limit)
    {
        var jobs = await MixedAsync();
        Assert.Equal(jobs, await PagesAsync(new JobQuery { Limit = limit }));
    }

    [Theory]
    [InlineData(1), InlineData(7), InlineData(66), InlineData(1_000)]
    public async Task A_listing_is_oldest_first_if_so_asked(int limit)
    {
        var jobs = await MixedAsync();
        Assert.Equal(jobs.Reverse(), await PagesAsync(new JobQuery { Limit = limit, OldestFirst = true }));
        Assert.Equal(
            jobs.Reverse().Where(job => job is { Status: JobStatus.Error, Queue: "other" }),
            await PagesAsync(new JobQuery { Limit = limit, OldestFirst = true, Statuses = [JobStatus.Error], Queue = "other" }));
    }

    [Fact]
    public async Task A_page_of_very_large_jobs_has_fewer_than_asked_for_and_the_rest_follow()
    {
        var arguments = $"[\"{new string('x', Limits.ArgumentBytes - 4)}\"]";
        var jobs = Enumerable.Range(0, 6).Select(_ => TestJobs.New() with { Arguments = arguments }).ToArray();
        await Store.ExecuteAsync([.. jobs.Select(TestCommand.Save)]);

        var (first, next, _) = await Store.ListAsync(new JobQuery());
        var (second, last, _) = await Store.ListAsync(new JobQuery { Cursor = next });

        Assert.Equal(Limits.AnswerCharacters / Limits.ArgumentBytes, first.Length);
        Assert.Equal(jobs.Select(job => job.Id).Reverse(), first.Concat(second).Select(row => row.Id));
        Assert.Null(last);
    }

    [Theory]
    [InlineData(false, false, 1), InlineData(false, false, 7), InlineData(true, false, 7)]
    [InlineData(false, true, 4), InlineData(true, true, 4)]
    public async Task Pages_are_turned_back_to_the_first_one(bool oldestFirst, bool byEnd, int limit)
    {
        await MixedAsync();
        DateTimeOffset? always = byEnd ? DateTimeOffset.MinValue : null;
        var query = new JobQuery { Limit = limit, OldestFirst = oldestFirst, EndedSince = always };
        var forth = new List<JobRow[]>();
        string? next, previous;
        do
        {
            (var rows, next, previous) = await Store.ListAsync(query);
            Assert.Equal(query.Cursor is null, previous is null);
            forth.Add(rows);
            query = query with { Cursor = next };
        }
        while (next is not null);

        for (var i = forth.Count - 2; i >= 0; i--)
        {
            (var rows, next, previous) = await Store.ListAsync(query with { Cursor = previous });
            Assert.Equal(forth[i], rows);
            Assert.Equal(forth[i + 1], (await Store.ListAsync(query with { Cursor = next })).Rows);
        }
        Assert.Null(previous);
    }

    [Fact]
    public async Task Jobs_are_found_by_their_end_whenever_they_were_submitted_the_last_ended_first()
    {
        var hours = new[] { 5, 1, 4, 4, 2, 3 };
        var start = Clock.Start;
        var jobs = Array.ConvertAll(hours, hour =>
            TestJobs.In(hour % 2 == 0 ? JobStatus.Error : JobStatus.Success) with { Finished = start.AddHours(hour) });
        await Store.ExecuteAsync([.. jobs.Select(TestCommand.Save), TestCommand.Save(TestJobs.In(JobStatus.Running))]);
        var query = new JobQuery { EndedSince = start.AddHours(2), EndedUntil = start.AddHours(5), Limit = 2 };
        var always = query with { EndedSince = DateTimeOffset.MinValue, EndedUntil = DateTimeOffset.MaxValue };

        async Task<Guid[]> ListAsync(JobQuery query) => [.. (await PagesAsync(query)).Select(row => row.Id)];

        Assert.Equal([jobs[3].Id, jobs[2].Id, jobs[5].Id, jobs[4].Id], await ListAsync(query));
        Assert.Equal([jobs[4].Id, jobs[5].Id, jobs[2].Id, jobs[3].Id], await ListAsync(query with { OldestFirst = true }));
        Assert.Equal([jobs[3].Id, jobs[2].Id, jobs[4].Id], await ListAsync(query with { Statuses = [JobStatus.Error] }));
        Assert.Equal(6, (await ListAsync(always)).Length);
        Assert.Equal(4, await Store.CountAsync(query));
        Assert.Empty(await ListAsync(query with { Statuses = [JobStatus.Running] }));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task A_cursor_of_a_listing_in_another_order_is_refused(bool byEnd)
    {
        await MixedAsync();
        var query = new JobQuery { Limit = 5 };
        var ended = query with { EndedSince = DateTimeOffset.MinValue };
        var cursor = (await Store.ListAsync(byEnd ? ended : query)).Next;

        var other = (byEnd ? query : ended) with { Cursor = cursor };
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Store.ListAsync(other));

        Assert.Contains("is no cursor of a listing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_count_is_of_all_pages_together()
    {
        Assert.Equal(0, await Store.CountAsync(new JobQuery()));
        var jobs = await MixedAsync();
        Assert.Equal(66,
            await Store.CountAsync(new JobQuery { Limit = 5, Cursor = (await Store.ListAsync(new JobQuery { Limit = 5 })).Next }));
        Assert.Equal(
            jobs.Count(job => job.Status is JobStatus.Running && job.Task == "task.2"),
            await Store.CountAsync(new JobQuery { Statuses = [JobStatus.Running], Task = "task.2" }));
    }

    [Fact]
    public async Task Jobs_that_come_in_between_pages_neither_repeat_nor_hide_others()
    {
        var jobs = await MixedAsync();
        var (first, next, _) = await Store.ListAsync(new JobQuery { Limit = 10 });
        await SubmitAsync();
        var (second, _, _) = await Store.ListAsync(new JobQuery { Limit = 10, Cursor = next });
        Assert.Equal(jobs.Take(20), first.Concat(second));
    }

    [Theory]
    [InlineData(JobStatus.Queued)]
    [InlineData(JobStatus.Success)]
    [InlineData(JobStatus.Error)]
    [InlineData(JobStatus.Error, JobStatus.Canceled, JobStatus.Error)]
    [InlineData(JobStatus.Running, JobStatus.Canceling)]
    [InlineData(JobStatus.Inactive, JobStatus.Running)]
    [InlineData(JobStatus.Queued, JobStatus.Success, JobStatus.Error)]
    public async Task A_listing_is_filtered_by_statuses_task_and_queue(params JobStatus[] statuses)
    {
        var jobs = await MixedAsync();
        var ofStatus = jobs.Where(job => statuses.Contains(job.Status)).ToArray();
        Assert.NotEmpty(ofStatus);

        Assert.Equal(ofStatus, await PagesAsync(new JobQuery { Statuses = statuses, Limit = 4 }));
        Assert.Equal(
            ofStatus.Where(job => job.Task == "task.1"),
            await PagesAsync(new JobQuery { Statuses = statuses, Task = "task.1", Limit = 2 }));
        Assert.Equal(
            ofStatus.Where(job => job is { Task: "task.2", Queue: "other" }),
            await PagesAsync(new JobQuery { Statuses = statuses, Task = "task.2", Queue = "other", Limit = 1 }));
    }

    [Fact]
    public async Task A_filter_alone_needs_no_status()
    {
        var jobs = await MixedAsync();
        Assert.Equal(jobs.Where(job => job.Queue == "other"), await PagesAsync(new JobQuery { Queue = "other", Limit = 10 }));
        Assert.Empty(await PagesAsync(new JobQuery { Task = "' OR 1=1 --" }));
    }

    [Theory]
    [InlineData(""), InlineData("x"), InlineData("12"), InlineData("not a cursor"), InlineData("LTE")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), InlineData("PDw1"), InlineData("PDE5MjIzMzcyMDM2ODU0Nzc1ODA5")]
    public async Task A_cursor_that_no_listing_gave_is_refused_by_name(string cursor)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Store.ListAsync(new JobQuery { Cursor = cursor }));
        Assert.Equal(
            $"'{cursor}' is no cursor of a listing; pass the one that came with the page before, or none to start with the first page",
            error.Message);
    }

    [Theory]
    [InlineData(0), InlineData(-1), InlineData(1_001)]
    public async Task A_limit_out_of_range_is_refused(int limit)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Store.ListAsync(new JobQuery { Limit = limit }));
        Assert.Equal($"the limit of a listing is 1 to 1,000, and it was {limit}", error.Message);
    }
}
