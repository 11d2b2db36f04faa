using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace Gristmill.Conformance;

/// <summary>A cluster of Orleans silos in this process.</summary>
public sealed class TestCluster : IAsyncDisposable
{
    public const string StreamProvider = "events";
    private readonly InProcessTestCluster _cluster;

    private TestCluster(InProcessTestCluster cluster) => _cluster = cluster;

    public IClusterClient Client => _cluster.Client;

    public IReadOnlyList<TestSilo> Silos => [.. _cluster.Silos.Where(s => s.IsActive).Select(s => new TestSilo(s.SiloAddress, s.ServiceProvider))];

    public static async Task<TestCluster> StartAsync(short silos, TimeSpan? collectionAge = null)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryStreams(StreamProvider);
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = TimeSpan.FromSeconds(1);
                options.NumMissedProbesLimit = 2;
                options.NumVotesForDeathDeclaration = 1;
            });
            if (collectionAge is { } age)
                silo.Configure<GrainCollectionOptions>(options => (options.CollectionAge, options.CollectionQuantum) = (age, age / 2));
        });
        builder.ConfigureClient(client => client.AddMemoryStreams(StreamProvider));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster);
    }

    public Task StartSiloAsync() => _cluster.StartAdditionalSiloAsync();

    public Task StopSiloAsync(TestSilo silo) => _cluster.StopSiloAsync(_cluster.GetSiloForAddress(silo.Address)!);

    public Task KillSiloAsync(TestSilo silo) => _cluster.KillSiloAsync(_cluster.GetSiloForAddress(silo.Address)!);

    public async ValueTask DisposeAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
    }
}
