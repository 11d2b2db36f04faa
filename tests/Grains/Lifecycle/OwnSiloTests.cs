using Gristmill.Grains;
using Gristmill.Hosting;
using Microsoft.Extensions.Hosting;

namespace Gristmill.Lifecycle;

/// <summary>Tests of which each has a silo of its own, with the tasks of <see cref="SpecPlugin"/>.</summary>
/// <param name="options">How it runs, but for its folder; it answers no HTTP, and stops at once.</param>
/// <param name="configure">Changes the host that it runs in.</param>
public abstract class OwnSiloTests(SiloOptions options, Action<IHostApplicationBuilder>? configure = null) : IAsyncLifetime
{
    private readonly TestFolder _data = new();
    private SiloHost _silo = null!;

    /// <summary>Submits and follows jobs.</summary>
    protected JobClient Jobs { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        (options.Data, options.Http, options.ShutdownGrace) = (_data.Path, SiloOptions.NoHttp, TimeSpan.Zero);
        _silo = await SiloHost.StartAsync(options, configure);
        _silo.Plugins.Load(typeof(SpecTasks).Assembly);
        Jobs = new JobClient(_silo.Grains);
    }

    public async ValueTask DisposeAsync()
    {
        await Jobs.DisposeAsync();
        await _silo.DisposeAsync();
        _data.Dispose();
        GC.SuppressFinalize(this);
    }
}
