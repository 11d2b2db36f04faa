using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests.Commands;

public sealed class RetryCommandTests
{
    private static readonly Guid Other = new("01980c3e-8f5a-7c41-9d3b-000000000002");
    private static readonly Guid Third = new("01980c3e-8f5a-7c41-9d3b-000000000003");

    [Fact]
    public async Task Each_job_is_opened_again_and_one_that_refuses_keeps_no_other_from_it()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Failed());
        cluster.Add(Samples.Running(Other));
        cluster.Add(Samples.Job(Third));

        var retry = await TestConsole.RunAsync(cluster, "retry", $"{Samples.Id}", $"{Other}", $"{Third}");

        Assert.Equal(
            (2, $"{Samples.Id}  Queued\n{Third}  Queued\n",
                $"gristmill: {Other}: the job is Running; only a job that has ended can be retried\n"),
            retry);
    }

    [Fact]
    public async Task With_output_json_each_job_is_an_object()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Failed());

        var (exit, output, _) = await TestConsole.RunAsync(cluster, "retry", $"{Samples.Id}", "-o", "json");

        Assert.Equal(0, exit);
        Assert.StartsWith($$"""{"id":"{{Samples.Id}}","status":"Queued",""", output, StringComparison.Ordinal);
    }
}
