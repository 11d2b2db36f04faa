using Gristmill.Grains;
using Gristmill.Hosting;
using Gristmill.Hosting.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Gristmill.Client.Clusters;

/// <summary>
/// A silo inside the console. In a class of its own, so that a console that connects to a cluster loads none of a silo's code.
/// </summary>
internal static class LocalSilo
{
    public static async Task<Cluster> StartAsync(string? data)
    {
        var temporary = data is null ? MakeTemporary() : null;
        try
        {
            var folder = Path.GetFullPath(data ?? temporary!.FullName);
            var options = new SiloOptions
            {
                Data = folder,
                Http = SiloOptions.NoHttp,
                PluginSettings = new SiloSettings(SettingsPlaces.OfProcess([new(nameof(SiloOptions.Data), folder)]))
                    .Options.PluginSettings,
                LogLevel = LogLevel.Error,
                // Whoever uses this silo waits at the console: what still runs when it ends goes back to the queue at once.
                ShutdownGrace = TimeSpan.Zero,
            };
            var silo = await SiloHost.StartAsync(options, host => host.Services
                .AddSingleton<IHostLifetime, NoLifetime>()
                .Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace)); // The output is the job's result alone.
            return new Cluster(silo.Grains, async () =>
            {
                await silo.DisposeAsync();
                temporary?.Delete(recursive: true);
            });
        }
        catch (Exception e)
        {
            temporary?.Delete(recursive: true);
            throw e is SiloStartException ? new NoClusterException(e.Message, e) : e;
        }
    }

    private static DirectoryInfo MakeTemporary()
    {
        try
        {
            return Directory.CreateTempSubdirectory("gristmill-local-");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NoClusterException($"no temporary folder can be made in '{Path.GetTempPath()}' ({e.Message}); name a data folder with --data", e);
        }
    }
}
