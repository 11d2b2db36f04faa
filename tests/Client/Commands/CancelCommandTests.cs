using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests.Commands;

public sealed class CancelCommandTests
{
    private static readonly Guid Other = new("01980c3e-8f5a-7c41-9d3b-000000000002");

    [Fact]
    public async Task Each_job_is_told_and_its_status_shown()
    {
        var cluster = new FakeCluster();
        var job = cluster.Add(Samples.Running());
        cluster.Add(Samples.Job(Other));

        var cancel = await TestConsole.RunAsync(cluster, "cancel", $"{Samples.Id}", $"{Other}", "--reason", "not needed");

        Assert.Equal((0, $"{Samples.Id}  Canceled\n{Other}  Success\n", ""), cancel);
        Assert.Equal("not needed", job.CancelReason);
    }

    [Fact]
    public async Task An_unknown_one_does_not_keep_the_others_from_it()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Running());

        var (exit, output, errors) = await TestConsole.RunAsync(cluster, "cancel", $"{Other}", $"{Samples.Id}");

        Assert.Equal((2, $"{Samples.Id}  Canceled\n"), (exit, output));
        Assert.StartsWith($"gristmill: There is no job {Other}.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_waits_for_the_end()
    {
        var job = new FakeJob(Samples.Running()) { OnCancel = JobStatus.Canceling };
        var cluster = new FakeCluster();
        cluster.Add(job);
        using var console = new TestConsole(cluster);
        var cancel = console.RunAsync("cancel", "--wait", $"{Samples.Id}");
        await job.Watched;

        job.Become(view => view with { Status = JobStatus.Canceled });

        Assert.Equal((0, $"{Samples.Id}  Canceled\n"), (await cancel, console.Output));
    }

    [Fact]
    public async Task With_output_json_each_job_is_an_object_with_its_history()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Running());

        var (exit, output, _) = await TestConsole.RunAsync(cluster, "cancel", $"{Samples.Id}", "--output", "json");

        Assert.Equal(0, exit);
        Assert.StartsWith($$"""{"id":"{{Samples.Id}}","status":"Canceled",""", output, StringComparison.Ordinal);
        Assert.Contains("""{"time":"2026-03-01T14:05:09.123+00:00","status":"Queued",""", output, StringComparison.Ordinal);
    }
}
