using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests.Commands;

/// <summary>Ctrl-C.</summary>
public sealed class InterruptTests
{
    [Fact]
    public async Task The_first_cancels_the_job_that_is_waited_for_and_waits_for_its_end()
    {
        var job = new FakeJob(Samples.Running());
        using var console = new TestConsole(new FakeCluster { Accept = _ => job });
        var run = console.RunAsync("run", "task");
        await job.Watched;

        console.Shell.Interrupts.Press();

        Assert.Equal(3, await run);
        Assert.Equal("Ctrl-C at the console", job.CancelReason);
        Assert.Matches("^gristmill: canceling job .* and waiting for its end; Ctrl-C again leaves it alone\n", console.Errors);
        Assert.EndsWith(" was canceled: Ctrl-C at the console.\n", console.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_leaves()
    {
        var job = new FakeJob(Samples.Running()) { OnCancel = JobStatus.Canceling };
        using var console = new TestConsole(new FakeCluster { Accept = _ => job });
        var run = console.RunAsync("run", "task");
        await job.Watched;

        console.Shell.Interrupts.Press();
        console.Shell.Interrupts.Press();

        Assert.Equal((130, ""), (await run, console.Output));
        Assert.Contains("gristmill: left; the job ", console.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_leaves_a_job_that_is_only_watched()
    {
        var cluster = new FakeCluster();
        var job = cluster.Add(Samples.Running());
        using var console = new TestConsole(cluster);
        var watch = console.RunAsync("watch", $"{Samples.Id}");
        await job.Watched;

        console.Shell.Interrupts.Press();

        Assert.Equal(130, await watch);
        Assert.Equal("gristmill: left; the job goes on\n", console.Errors);
        Assert.Null(job.CancelReason);
    }

    [Fact]
    public async Task The_second_stops_the_silo_inside_the_console_too()
    {
        var job = new FakeJob(Samples.Running()) { OnCancel = JobStatus.Canceling };
        var cluster = new FakeCluster { Accept = _ => job };
        using var console = new TestConsole(cluster);
        var run = console.RunAsync("run", "task", "--local");
        await job.Watched;

        console.Shell.Interrupts.Press();
        console.Shell.Interrupts.Press();

        Assert.Equal((130, 1), (await run, cluster.Left));
        Assert.EndsWith("gristmill: left; the silo inside this program stops\n", console.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_leaves_before_the_cluster_is_reached_submits_nothing()
    {
        var cluster = new FakeCluster();
        using var console = new TestConsole(cluster);
        console.Shell.Interrupts.Press();

        Assert.Equal(130, await console.RunAsync("submit", "task"));

        Assert.Empty(cluster.Submitted);
    }
}
