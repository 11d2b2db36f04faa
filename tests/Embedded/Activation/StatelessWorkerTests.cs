namespace Gristmill.Embedded.Tests.Activation;

public sealed class StatelessWorkerTests
{
    [Fact]
    public async Task A_stateless_worker_has_as_many_activations_as_needed_up_to_its_limit()
    {
        await using var cluster = await Clusters.Start();
        var silo = cluster.Silos[0];

        var calls = Enumerable.Range(0, 3).Select(_ => cluster.Client.GetGrain<IPairGrain>("a").Block()).ToList();
        await silo.Probe().Wait("a blocked 1");
        await silo.Probe().Wait("a blocked 2");
        await cluster.Client.GetGrain<IProbeGrain>("witness").Echo("");

        Assert.False(silo.Probe().Wait("a blocked 3").IsCompleted);
        Assert.Equal(3, silo.Node().Catalog!.Count);
        silo.Probe().Set("a released");
        await Task.WhenAll(calls).Soon();
    }
}
