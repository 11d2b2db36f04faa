using Gristmill.Execution.Loading;
using Gristmill.Grains;
using Gristmill.Grains.Catalog;
using Gristmill.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Gristmill.Lifecycle;

/// <summary>
/// Silos on one data folder in the test's process, which Orleans' test cluster connects in memory. Their grains can be ended and
/// moved as tests like, and each has tasks of its own.
/// </summary>
internal sealed class TestSilos : IAsyncDisposable
{
    private readonly TestFolder _data = new();
    private readonly InProcessTestCluster _cluster;

    private TestSilos(int slots)
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSiloHost((silo, host) =>
        {
            var options =
                new SiloOptions { Name = silo.SiloName, Data = _data.Path, Concurrency = slots, ShutdownGrace = TimeSpan.Zero };
            host.Services.AddGristmill(options, () => host.UseOrleans(_ => { }));
        });
        _cluster = builder.Build();
    }

    /// <summary>Submits and follows jobs, from without the silos.</summary>
    public JobClient Jobs { get; private set; } = null!;

    /// <summary>The silos, in the order in which they were started.</summary>
    public IReadOnlyList<InProcessSiloHandle> Silos => _cluster.Silos;

    public static async Task<TestSilos> StartAsync(int slots)
    {
        var silos = new TestSilos(slots);
        await silos._cluster.DeployAsync();
        silos.Jobs = new JobClient(silos._cluster.Client);
        return silos;
    }

    public Task<InProcessSiloHandle> AddAsync() => _cluster.StartAdditionalSiloAsync();

    /// <summary>Gives a silo the tasks of <see cref="SpecPlugin"/>.</summary>
    public static async Task LoadSpecAsync(InProcessSiloHandle silo)
    {
        silo.ServiceProvider.GetRequiredService<PluginHost>().Load(typeof(SpecTasks).Assembly);
        await TellAndLearnAsync(silo);
    }

    /// <summary>Lets a silo say what it offers, and learn what the others do, before it would by itself.</summary>
    public static Task TellAndLearnAsync(InProcessSiloHandle silo) =>
        silo.ServiceProvider.GetRequiredService<CatalogueReplica>().RefreshAsync();

    /// <summary>The memory of a grain is gone; whoever calls it next gets a new one.</summary>
    public Task EndAsync(Func<IGrainFactory, IGrain> grain) => _cluster.DeactivateAsync(grain(_cluster.Client));

    /// <summary>The same, and the new one is on this silo, unless the old one was there: that one stays.</summary>
    public async Task MoveAsync(Func<IGrainFactory, IGrain> grain, InProcessSiloHandle to)
    {
        var moved = grain(_cluster.Client);
        // The cluster would wait for a move for ever that does not take place.
        if (!to.SiloAddress.Equals(await _cluster.Client.GetGrain<IManagementGrain>(0).GetActivationAddress(moved)))
            await _cluster.MigrateAsync(moved, to.SiloAddress);
    }

    public async ValueTask DisposeAsync()
    {
        await Jobs.DisposeAsync();
        await _cluster.DisposeAsync();
        _data.Dispose();
    }
}
