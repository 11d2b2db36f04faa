namespace Gristmill.Embedded.Tests.Activation;

public sealed class ActivityTests
{
    [Fact]
    public async Task A_silo_counts_activations_and_requests_by_class()
    {
        await using var cluster = await Clusters.Start();
        var silo = cluster.Silos[0];

        for (var i = 0; i < 3; i++)
            await cluster.Client.GetGrain<IProbeGrain>("one").Echo("");
        await cluster.Client.GetGrain<IProbeGrain>("two").Echo("");

        var probes = Assert.Single(silo.Node().Catalog!.Activity(), kind => kind.Class == typeof(ProbeGrain));
        Assert.Equal((2, 4), (probes.Activations, probes.Requests));
    }
}
