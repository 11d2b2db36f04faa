using Microsoft.Extensions.Hosting;

namespace Gristmill.Embedded;

/// <summary>Makes a cluster for tests: silos and a client as hosts of their own in this process, joined by real sockets and locks.</summary>
/// <param name="initialSilosCount">How many silos to start.</param>
public sealed class EmbeddedTestClusterBuilder(short initialSilosCount = 1)
{
    internal short InitialSilosCount { get; } = initialSilosCount;

    /// <summary>The data folder; a fresh temporary one, deleted with the cluster, if null.</summary>
    public string? DataFolder { get; set; }

    /// <summary>Sets up each silo and its host.</summary>
    public EmbeddedTestClusterBuilder ConfigureSilo(Action<EmbeddedSiloOptions, IHostApplicationBuilder> configure) => throw new NotImplementedException();

    /// <summary>Sets up the client and its host.</summary>
    public EmbeddedTestClusterBuilder ConfigureClient(Action<EmbeddedClientOptions, IHostApplicationBuilder> configure) => throw new NotImplementedException();

    /// <summary>Makes the cluster; start it with <see cref="EmbeddedTestCluster.DeployAsync"/>.</summary>
    public EmbeddedTestCluster Build() => throw new NotImplementedException();
}

/// <summary>A cluster for tests.</summary>
public sealed class EmbeddedTestCluster : IAsyncDisposable
{
    /// <summary>The client.</summary>
    public IClusterClient Client => throw new NotImplementedException();

    /// <summary>The silos that run.</summary>
    public IReadOnlyList<EmbeddedSiloHandle> Silos => throw new NotImplementedException();

    /// <summary>Starts the silos and the client.</summary>
    public Task DeployAsync() => throw new NotImplementedException();

    /// <summary>Starts one more silo; when done, the others know it.</summary>
    public Task<EmbeddedSiloHandle> StartAdditionalSiloAsync() => throw new NotImplementedException();

    /// <summary>Stops a silo in good order.</summary>
    public Task StopSiloAsync(EmbeddedSiloHandle instance) => throw new NotImplementedException();

    /// <summary>Cuts a silo off as the death of its process would: connections and lock go, grains get no word.</summary>
    public Task KillSiloAsync(EmbeddedSiloHandle instance) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}

/// <summary>A silo of a test cluster.</summary>
public sealed class EmbeddedSiloHandle
{
    internal EmbeddedSiloHandle(IHost host) => SiloHost = host;

    /// <summary>The host of the silo.</summary>
    public IHost SiloHost { get; }

    /// <summary>The name of the silo.</summary>
    public string Name => throw new NotImplementedException();

    /// <summary>The address of the silo.</summary>
    public SiloAddress SiloAddress => throw new NotImplementedException();

    /// <summary>The container of the silo.</summary>
    public IServiceProvider ServiceProvider => SiloHost.Services;
}
