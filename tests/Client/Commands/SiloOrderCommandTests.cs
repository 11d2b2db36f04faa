using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests.Commands;

public sealed class SiloOrderCommandTests
{
    private static FakeCluster Cluster() => new() { Silos = [Samples.Silo("one"), Samples.Silo("two")] };

    [Theory]
    [InlineData("cordon", "Cordoned")]
    [InlineData("uncordon", "Accepting")]
    public async Task An_order_is_given_and_the_silos_state_shown(string order, string state) =>
        Assert.Equal((0, $"two  {state}\n", ""), await TestConsole.RunAsync(Cluster(), order, "two"));

    [Fact]
    public async Task A_drain_says_what_still_runs_until_nothing_does()
    {
        var cluster = Cluster();
        foreach (var held in new[] { 2, 2, 1, 0 })
            cluster.Held.Enqueue(held);

        var drain = await TestConsole.RunAsync(cluster, "drain", "one");

        Assert.Equal((0, "one  Cordoned\n", "gristmill: one still runs 2 jobs\ngristmill: one still runs 1 job\n"), drain);
    }

    [Fact]
    public async Task A_silo_that_leaves_is_drained() =>
        Assert.Equal((0, "one  Gone\n", ""), await TestConsole.RunAsync(Cluster(), "drain", "one"));

    [Fact]
    public async Task With_output_json_the_silo_is_an_object()
    {
        var (exit, output, errors) = await TestConsole.RunAsync(Cluster(), "cordon", "one", "--output", "json");

        Assert.Equal((0, ""), (exit, errors));
        Assert.StartsWith("""{"silo":"one",""", output, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"Cordoned\"", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cordon"), InlineData("uncordon"), InlineData("drain")]
    public async Task An_unknown_silo_is_refused_with_the_names_of_those_there_are(string order) => Assert.Equal(
        (2, "", "gristmill: There is no live silo 'three'; those are one, two.\n"), await TestConsole.RunAsync(Cluster(), order, "three"));
}
