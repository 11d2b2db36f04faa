using Gristmill.Embedded.Tests;

namespace Gristmill.Conformance;

/// <summary>A cluster of the embedded runtime in this process, with real locks and sockets.</summary>
public sealed class TestCluster : IAsyncDisposable
{
    public const string StreamProvider = "events";
    private readonly EmbeddedTestCluster _cluster;

    private TestCluster(EmbeddedTestCluster cluster) => _cluster = cluster;

    public IClusterClient Client => _cluster.Client;

    public IReadOnlyList<TestSilo> Silos => [.. _cluster.Silos.Select(s => new TestSilo(s.SiloAddress, s.ServiceProvider))];

    public static async Task<TestCluster> StartAsync(short silos, TimeSpan? collectionAge = null)
    {
        var cluster = new EmbeddedTestClusterBuilder(silos)
            .ConfigureSilo(options =>
            {
                options.GrainAssemblies.Add(typeof(TestCluster).Assembly);
                if (collectionAge is { } age)
                    (options.CollectionAge, options.CollectionQuantum) = (age, age / 2);
            })
            .Build();
        await cluster.DeployAsync();
        return new(cluster);
    }

    public Task StartSiloAsync() => _cluster.StartAdditionalSiloAsync();

    public Task StopSiloAsync(TestSilo silo) => _cluster.StopSiloAsync(_cluster.Silos.Single(s => s.SiloAddress.Equals(silo.Address)));

    public Task KillSiloAsync(TestSilo silo) => _cluster.KillSiloAsync(_cluster.Silos.Single(s => s.SiloAddress.Equals(silo.Address)));

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
