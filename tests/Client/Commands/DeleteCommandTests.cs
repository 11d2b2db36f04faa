using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests.Commands;

public sealed class DeleteCommandTests
{
    private static readonly Guid Other = new("01980c3e-8f5a-7c41-9d3b-000000000002");
    private static readonly Guid Third = new("01980c3e-8f5a-7c41-9d3b-000000000003");

    [Fact]
    public async Task Each_ended_job_is_deleted_and_one_that_refuses_keeps_no_other_from_it()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Failed());
        cluster.Add(Samples.Running(Other));
        cluster.Add(Samples.Job(Third));

        var delete = await TestConsole.RunAsync(cluster, "delete", $"{Samples.Id}", $"{Other}", $"{Third}");

        Assert.Equal(
            (2, $"{Samples.Id}  deleted\n{Third}  deleted\n",
                $"gristmill: {Other}: the job is Running; only a job that has ended can be deleted\n"),
            delete);
        var (exit, _, errors) = await TestConsole.RunAsync(cluster, "status", $"{Third}");
        Assert.Equal(2, exit);
        Assert.Contains($"There is no job {Third}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_output_json_each_job_is_printed_as_it_was()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Failed());

        var (exit, output, _) = await TestConsole.RunAsync(cluster, "delete", $"{Samples.Id}", "-o", "json");

        Assert.Equal(0, exit);
        Assert.StartsWith($$"""{"id":"{{Samples.Id}}","status":"Error",""", output, StringComparison.Ordinal);
    }
}
