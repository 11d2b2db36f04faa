using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests.Commands;

public sealed class LogsCommandTests
{
    [Fact]
    public async Task It_shows_the_log_with_times()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Running()).Become(view => view, "one", "two");

        var logs = await TestConsole.RunAsync(cluster, "logs", $"{Samples.Id}");

        Assert.Equal((0, "2026-03-01 14:05:09.223Z  info        one\n2026-03-01 14:05:09.224Z  info        two\n", ""), logs);
    }

    [Fact]
    public async Task It_shows_where_another_run_begins()
    {
        var cluster = new FakeCluster();
        var job = cluster.Add(Samples.Running());
        job.Become(view => view with { Attempt = 2 }, "one");
        job.Become(view => view, "one again");

        Assert.Equal(
            """
            2026-03-01 14:05:09.223Z  info        one
            2026-03-01 14:05:09.224Z  run         2
            2026-03-01 14:05:09.224Z  info        one again

            """,
            (await TestConsole.RunAsync(cluster, "logs", $"{Samples.Id}")).Output);
    }

    [Fact]
    public async Task A_log_longer_than_a_page_is_shown_whole()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Running()).Become(view => view, [.. Enumerable.Range(1, 2_500).Select(i => $"line {i}")]);

        var (exit, output, _) = await TestConsole.RunAsync(cluster, "logs", $"{Samples.Id}", "-o", "json");

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((0, 2_500), (exit, lines.Length));
        Assert.Contains("\"text\":\"line 2500\"", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Follow_goes_on_until_the_end_of_the_job()
    {
        var cluster = new FakeCluster();
        var job = cluster.Add(Samples.Running());
        job.Become(view => view, "one");
        using var console = new TestConsole(cluster);
        var logs = console.RunAsync("logs", "-f", $"{Samples.Id}");
        await job.Watched;

        job.Become(view => view with { Status = JobStatus.Error }, "two");

        Assert.Equal(0, await logs);
        Assert.Equal(2, console.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task The_log_of_an_unknown_job_is_refused_and_an_empty_one_is_not()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Job());

        Assert.Equal((0, "", ""), await TestConsole.RunAsync(cluster, "logs", $"{Samples.Id}"));
        Assert.Equal(2, (await TestConsole.RunAsync(new FakeCluster(), "logs", $"{Samples.Id}")).Exit);
    }
}
