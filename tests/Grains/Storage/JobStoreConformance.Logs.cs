using Gristmill.Jobs;

namespace Gristmill.Storage;

public abstract partial class JobStoreConformance
{
    private LogEntry Line(JobRow job, string text) => new(job.Id, job.Run, Clock.GetUtcNow(), "Information", text);

    [Fact]
    public async Task A_job_without_lines_has_an_empty_log()
    {
        var job = await SubmitAsync();
        Assert.Empty(await Store.LogAsync(job.Id, 0, 100));
        Assert.Empty(await Store.LogAsync(Guid.NewGuid(), 0, 100));
        await Store.AppendLogAsync([]);
    }

    [Fact]
    public async Task The_lines_of_each_job_are_numbered_from_one_in_order()
    {
        var (one, other) = (await RunningAsync(), await RunningAsync());
        await Store.AppendLogAsync([Line(one, "a"), Line(other, "x"), Line(one, "b")]);
        await Store.AppendLogAsync([Line(other, ""), Line(one, "c")]);

        Assert.Equal([(1, "a"), (2, "b"), (3, "c")],
            (await Store.LogAsync(one.Id, 0, 100)).Select(line => (line.Sequence, line.Text)));
        Assert.Equal([(1, "x"), (2, "")], (await Store.LogAsync(other.Id, 0, 100)).Select(line => (line.Sequence, line.Text)));
        Assert.Equal(new JobLogLine(1, 1, Clock.GetUtcNow(), "Information", "x"), (await Store.LogAsync(other.Id, 0, 1))[0]);
    }

    [Fact]
    public async Task A_log_is_read_on_from_a_line_and_up_to_a_limit()
    {
        var job = await RunningAsync();
        await Store.AppendLogAsync([.. Enumerable.Range(1, 10).Select(i => Line(job, $"{i}"))]);

        Assert.Equal(["4", "5", "6"], (await Store.LogAsync(job.Id, 3, 3)).Select(line => line.Text));
        Assert.Empty(await Store.LogAsync(job.Id, 10, 3));
    }

    [Fact]
    public async Task Lines_appended_at_once_by_several_stores_have_each_its_number()
    {
        IJobStore[] stores = [Store, await OpenAsync()];
        var job = await RunningAsync();

        await Task.WhenAll(Enumerable.Range(0, 200)
            .Select(i => Task.Run(() => stores[i % 2].AppendLogAsync([Line(job, $"{i}")]))));

        var lines = await Store.LogAsync(job.Id, 0, 1_000);
        Assert.Equal(Enumerable.Range(1, 200).Select(i => (long)i), lines.Select(line => line.Sequence));
        Assert.Equal(200, lines.Select(line => line.Text).Distinct().Count());
    }

    [Fact]
    public async Task Lines_of_a_job_that_is_gone_are_dropped_and_the_others_kept()
    {
        var job = await RunningAsync();
        await Store.AppendLogAsync([Line(TestJobs.New(), "lost"), Line(job, "kept")]);
        Assert.Equal("kept", Assert.Single(await Store.LogAsync(job.Id, 0, 100)).Text);
    }
}
