using Gristmill.Client.Clusters;
using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests;

/// <summary>What went wrong is told in lines, and by the exit code.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task No_cluster_is_4()
    {
        var cluster = new FakeCluster { Unreachable = new NoClusterException("no silo runs on '/x'; start one") };

        Assert.Equal((4, "", "gristmill: no silo runs on '/x'; start one\n"), await TestConsole.RunAsync(cluster, "silos"));
        Assert.Equal((4, "", "gristmill: no silo runs on '/x'; start one\n"),
            await TestConsole.RunAsync(cluster, "run", "task", "--local"));
    }

    [Fact]
    public async Task An_unforeseen_error_is_one_line_and_70()
    {
        var cluster = new FakeCluster { Unreachable = new InvalidDataException("a fault\nof two lines") };

        var silos = await TestConsole.RunAsync(cluster, "silos");

        Assert.Equal((70, "", "gristmill: unexpected InvalidDataException: a fault (GRISTMILL_DEBUG=1 shows where)\n"), silos);
    }

    [Fact]
    public async Task Its_stack_is_shown_to_those_who_ask()
    {
        using var console = new TestConsole(new FakeCluster { Unreachable = new InvalidDataException("a fault") });
        console.Variables["GRISTMILL_DEBUG"] = "1";

        Assert.Equal(70, await console.RunAsync("silos"));

        Assert.Contains("   at Gristmill.Client.", console.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_output_json_an_error_is_an_object()
    {
        var cluster = new FakeCluster { Problems = ["one", "two"] };

        var (exit, output, errors) = await TestConsole.RunAsync(cluster, "submit", "task", "-o", "json");

        Assert.Equal((2, "", """{"error":{"message":"one\ntwo","problems":["one","two"]}}""" + "\n"), (exit, output, errors));
    }

    [Theory]
    [InlineData("/env", null, "/env")]
    [InlineData("/env", "/flag", "/flag")]
    [InlineData(null, null, null)]
    public async Task The_data_folder_comes_from_the_option_then_from_the_environment(string? variable, string? option,
        string? expected)
    {
        var cluster = new FakeCluster();
        using var console = new TestConsole(cluster);
        if (variable is not null)
            console.Variables["GRISTMILL__Data"] = variable;

        await console.RunAsync(option is null ? ["silos"] : ["silos", "--data", option]);

        Assert.Equal(expected, Assert.Single(cluster.Connected));
    }

    [Fact]
    public async Task Submit_prints_the_id_alone()
    {
        var cluster = new FakeCluster();

        var text = await TestConsole.RunAsync(cluster, "submit", "task");
        var json = await TestConsole.RunAsync(cluster, "submit", "task", "-o", "json");

        Assert.Equal((0, $"{cluster.Submitted[0].Id}\n", ""), text);
        Assert.Equal((0, $$"""{"id":"{{cluster.Submitted[1].Id}}"}""" + "\n", ""), json);
    }
}
