using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests.Commands;

/// <summary>Canceling a job that has submitted others.</summary>
public sealed class CancelTreeTests
{
    private static readonly Guid Child = new("01980c3e-8f5a-7c41-9d3b-000000000002");
    private static readonly Guid EndedChild = new("01980c3e-8f5a-7c41-9d3b-000000000003");
    private static readonly Guid Grandchild = new("01980c3e-8f5a-7c41-9d3b-000000000004");

    [Fact]
    public async Task The_tree_is_canceled_whatever_has_ended_in_between()
    {
        var cluster = Family();

        var cancel = await TestConsole.RunAsync(cluster, "cancel", "--tree", $"{Samples.Id}", "--reason", "enough");

        Assert.Equal((0, $"{Samples.Id}  Canceled\n{Child}  Canceled\n{Grandchild}  Canceled\n", ""), cancel);
        Assert.Equal("enough", cluster.Job(Grandchild).CancelReason);
        Assert.Null(cluster.Job(EndedChild).CancelReason);
    }

    [Fact]
    public async Task Without_it_the_number_of_those_that_go_on_is_told()
    {
        var cluster = Family();

        var cancel = await TestConsole.RunAsync(cluster, "cancel", $"{Samples.Id}");

        Assert.Equal((0, $"{Samples.Id}  Canceled\n",
            $"gristmill: 1 open child of {Samples.Id} will go on; --tree cancels them, too\n"), cancel);
        Assert.Null(cluster.Job(Child).CancelReason);
    }

    [Fact]
    public async Task All_are_told_before_the_end_of_any_is_waited_for()
    {
        var cluster = Family();
        var parent = new FakeJob(Samples.Running()) { OnCancel = JobStatus.Canceling };
        cluster.Add(parent);
        using var console = new TestConsole(cluster);
        var cancel = console.RunAsync("cancel", "--tree", "--wait", $"{Samples.Id}");
        await parent.Watched;

        Assert.Equal(JobStatus.Canceled, cluster.Job(Grandchild).View.Status);
        parent.Become(job => job with { Status = JobStatus.Canceled });

        Assert.Equal((0, $"{Samples.Id}  Canceled\n{Child}  Canceled\n{Grandchild}  Canceled\n"), (await cancel, console.Output));
    }

    private static FakeCluster Family()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Running() with { Children = [new(JobStatus.Running, 1), new(JobStatus.Success, 1)] });
        cluster.Add(Samples.Running(Child) with { Parent = Samples.Id });
        cluster.Add(Samples.Job(EndedChild) with { Parent = Samples.Id });
        cluster.Add(Samples.Running(Grandchild) with { Parent = EndedChild });
        return cluster;
    }
}
