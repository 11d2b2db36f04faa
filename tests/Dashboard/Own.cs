using Gristmill.Hosting;
using Gristmill.Silo;
using Microsoft.Extensions.Hosting;

namespace Gristmill.Dashboard;

/// <summary>A silo of one test.</summary>
internal sealed class Own : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("gristmill-dashboard-");
    private SiloHost? _silo;

    public string Url => _silo!.Url!;

    public string Data => _data.FullName;

    public JobClient Jobs { get; private set; } = null!;

    /// <param name="configure">Changes its host, given the data folder.</param>
    public static async Task<Own> StartAsync(Action<IHostApplicationBuilder, string>? configure = null)
    {
        var own = new Own();
        own._silo = await SiloHost.StartAsync(
            new SiloOptions { Name = "own", Data = own.Data, Http = "http://127.0.0.1:0", ShutdownGrace = TimeSpan.Zero, Concurrency = 2 },
            host => configure?.Invoke(host, own.Data));
        own.Jobs = new JobClient(own._silo.Grains);
        return own;
    }

    public async ValueTask DisposeAsync()
    {
        await Jobs.DisposeAsync();
        await _silo!.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
