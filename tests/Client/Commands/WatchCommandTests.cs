using System.Text.Json;
using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests.Commands;

public sealed class WatchCommandTests
{
    [Fact]
    public async Task It_tells_what_has_happened_and_what_happens_until_the_end()
    {
        var cluster = new FakeCluster();
        var job = cluster.Add(Samples.Running());
        job.Become(view => view with { Progress = new JobProgress(1, 2, "half") }, "one");
        using var console = new TestConsole(cluster);
        var watch = console.RunAsync("watch", $"{Samples.Id}");
        await job.Watched;

        job.Become(view => view with { Status = JobStatus.Success, Result = "7" }, "two");

        Assert.Equal(0, await watch);
        Assert.Equal(
            """
            14:05:09.123  Queued
            14:05:09.125  Running     run 1 on silo-a
            14:05:09.223  info        one
            14:05:09.123  progress    1/2 half
            14:05:09.153  Success     run 1 on silo-a
            14:05:09.224  info        two
            14:05:09.123  result      7

            """,
            console.Output);
    }

    [Theory]
    [InlineData(JobStatus.Success, 0)]
    [InlineData(JobStatus.Error, 1)]
    [InlineData(JobStatus.Canceled, 3)]
    public async Task The_exit_code_is_that_of_the_end(JobStatus end, int exitCode)
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Job() with { Status = end });

        Assert.Equal(exitCode, (await TestConsole.RunAsync(cluster, "watch", $"{Samples.Id}")).Exit);
        Assert.Equal(exitCode, (await TestConsole.RunAsync(cluster, "watch", $"{Samples.Id}", "-o", "json")).Exit);
    }

    [Fact]
    public async Task With_output_json_every_change_and_every_line_of_the_log_is_an_object()
    {
        var cluster = new FakeCluster();
        var job = cluster.Add(Samples.Running());
        using var console = new TestConsole(cluster);
        var watch = console.RunAsync("watch", $"{Samples.Id}", "-o", "json");
        await job.Watched;

        job.Become(view => view with { Status = JobStatus.Success, Result = "7" }, "one");
        await watch;

        var all = console.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(3, all.Length);
        Assert.Equal("Running", all[0].GetProperty("status").GetString());
        Assert.Equal("one", all[1].GetProperty("text").GetString());
        Assert.Equal(7, all[2].GetProperty("result").GetInt32());
    }

    [Fact]
    public async Task A_job_that_nobody_runs_says_why()
    {
        var cluster = new FakeCluster();
        var job = cluster.Add(Samples.Running() with
        {
            Status = JobStatus.Queued,
            Attempt = 0,
            History = [],
            Notice = "No silo offers it."
        });
        using var console = new TestConsole(cluster);
        var watch = console.RunAsync("watch", $"{Samples.Id}");
        await job.Watched;

        job.Become(view => view with { Status = JobStatus.Canceled, Notice = null });

        Assert.Equal(3, await watch);
        Assert.StartsWith("No silo offers it.\n", console.Output, StringComparison.Ordinal);
    }
}
