namespace Gristmill.Conformance;

/// <summary>A silo of a test cluster.</summary>
public sealed record TestSilo(SiloAddress Address, IServiceProvider Services);

/// <summary>Two silos and a client, for the tests that leave the cluster as it was.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    public TestCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await TestCluster.StartAsync(silos: 2);

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}

/// <summary>The tests that share it run one after the other.</summary>
[CollectionDefinition(nameof(SharedCluster))]
public sealed class SharedClusterTests : ICollectionFixture<SharedCluster>;
