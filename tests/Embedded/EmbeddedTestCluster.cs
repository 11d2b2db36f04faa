using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gristmill.Embedded.Tests;

/// <summary>Makes a cluster for tests: silos and a client as hosts of their own in this process, joined by real sockets and locks.</summary>
/// <param name="initialSilosCount">How many silos to start.</param>
internal sealed class EmbeddedTestClusterBuilder(short initialSilosCount = 1)
{
    internal short InitialSilosCount { get; } = initialSilosCount;

    internal Action<EmbeddedSiloOptions>? SiloOptions { get; private set; }

    internal Action<IHostApplicationBuilder>? SiloHost { get; private set; }

    internal Action<IHostApplicationBuilder>? ClientHost { get; private set; }

    /// <summary>The data folder; a fresh temporary one, deleted with the cluster, if null.</summary>
    public string? DataFolder { get; set; }

    /// <summary>Sets up each silo.</summary>
    public EmbeddedTestClusterBuilder ConfigureSilo(Action<EmbeddedSiloOptions> configure)
    {
        SiloOptions += configure;
        return this;
    }

    /// <summary>Sets up the host of each silo; hosted services start when the silo is active.</summary>
    public EmbeddedTestClusterBuilder ConfigureSiloHost(Action<IHostApplicationBuilder> configure)
    {
        SiloHost += configure;
        return this;
    }

    /// <summary>Sets up the host of the client.</summary>
    public EmbeddedTestClusterBuilder ConfigureClientHost(Action<IHostApplicationBuilder> configure)
    {
        ClientHost += configure;
        return this;
    }

    /// <summary>Makes the cluster; start it with <see cref="EmbeddedTestCluster.DeployAsync"/>.</summary>
    public EmbeddedTestCluster Build() => new(this);
}

/// <summary>A cluster for tests.</summary>
internal sealed class EmbeddedTestCluster : IAsyncDisposable
{
    private readonly EmbeddedTestClusterBuilder _setup;
    private readonly List<EmbeddedSiloHandle> _silos = [];
    private readonly bool _ownsFolder;
    private IHost? _client;
    private int _started;

    internal EmbeddedTestCluster(EmbeddedTestClusterBuilder setup)
    {
        _setup = setup;
        _ownsFolder = setup.DataFolder is null;
        DataFolder = setup.DataFolder ?? Directory.CreateTempSubdirectory("gristmill-").FullName;
    }

    /// <summary>The folder that the silos share.</summary>
    public string DataFolder { get; }

    /// <summary>The client.</summary>
    public IClusterClient Client =>
        _client?.Services.GetRequiredService<IClusterClient>() ?? throw new InvalidOperationException("Deploy the cluster first.");

    /// <summary>The silos that run.</summary>
    public IReadOnlyList<EmbeddedSiloHandle> Silos => _silos;

    /// <summary>Starts the silos and the client.</summary>
    public async Task DeployAsync()
    {
        for (var i = 0; i < _setup.InitialSilosCount; i++)
            await StartAdditionalSiloAsync();
        var builder = NewHost();
        builder.UseEmbeddedClient(options => options.DataFolder = DataFolder);
        _setup.ClientHost?.Invoke(builder);
        _client = builder.Build();
        await _client.StartAsync();
    }

    /// <summary>Starts one more silo; when done, the others know it.</summary>
    public async Task<EmbeddedSiloHandle> StartAdditionalSiloAsync()
    {
        var builder = NewHost();
        var name = $"silo-{_started++}";
        builder.UseEmbeddedSilo(options =>
        {
            options.DataFolder = DataFolder;
            options.SiloName = name;
            _setup.SiloOptions?.Invoke(options);
        });
        _setup.SiloHost?.Invoke(builder);
        var host = builder.Build();
        await host.StartAsync();
        var handle = new EmbeddedSiloHandle(host);
        _silos.Add(handle);
        return handle;
    }

    /// <summary>Stops a silo in good order.</summary>
    public async Task StopSiloAsync(EmbeddedSiloHandle instance)
    {
        _silos.Remove(instance);
        await instance.SiloHost.StopAsync();
        instance.SiloHost.Dispose();
    }

    /// <summary>Cuts a silo off as the death of its process would: connections and lock go, grains get no word.</summary>
    public async Task KillSiloAsync(EmbeddedSiloHandle instance)
    {
        _silos.Remove(instance);

        // A silo whose time to stop is over cuts itself off.
        await instance.SiloHost.StopAsync(new CancellationToken(canceled: true));
        instance.SiloHost.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_client is { } client)
        {
            await client.StopAsync();
            client.Dispose();
        }

        foreach (var silo in _silos.ToArray())
            await StopSiloAsync(silo);
        if (_ownsFolder)
            Directory.Delete(DataFolder, recursive: true);
    }

    private static HostApplicationBuilder NewHost() => Host.CreateEmptyApplicationBuilder(null);
}

/// <summary>A silo of a test cluster.</summary>
internal sealed class EmbeddedSiloHandle
{
    internal EmbeddedSiloHandle(IHost host) => SiloHost = host;

    /// <summary>The host of the silo.</summary>
    public IHost SiloHost { get; }

    /// <summary>The name of the silo.</summary>
    public string Name => ServiceProvider.GetRequiredService<ILocalSiloDetails>().Name;

    /// <summary>The address of the silo.</summary>
    public SiloAddress SiloAddress => ServiceProvider.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    /// <summary>The container of the silo.</summary>
    public IServiceProvider ServiceProvider => SiloHost.Services;
}
