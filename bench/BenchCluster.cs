using System.Diagnostics;
using System.Reflection;
using Gristmill.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gristmill.Bench;

/// <summary>Silo processes on a temporary data folder, and a client in this process: the console's place in the path.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("gristmill-bench-");
    private readonly Dictionary<string, Process> _silos = [];
    private IHost? _client;

    public JobClient Jobs { get; private set; } = null!;

    public static string Runtime { get; } = Metadata("Runtime");

    /// <summary>Starts a silo and a client, with what comes before the first measured job done once.</summary>
    public static async Task<BenchCluster> StartAsync(params string[] flags)
    {
        var cluster = new BenchCluster();
        await cluster.AddSiloAsync("one", flags);
        await cluster.ConnectAsync();
        return cluster;
    }

    /// <summary>Starts a silo; answers how long it took to say that it is ready.</summary>
    public async Task<TimeSpan> AddSiloAsync(string name, params string[] flags)
    {
        var time = Stopwatch.StartNew();
        var silo = Process.Start(new ProcessStartInfo(
            "dotnet", ["exec", Metadata("SiloProgram"), "--name", name, "--data", _data.FullName, "--http", "off", .. flags])
        {
            RedirectStandardOutput = true,
            // No sockets left behind by a silo that is killed; profiles of it are possible still.
            Environment = { ["DOTNET_EnableDiagnostics_IPC"] = "0", ["DOTNET_EnableDiagnostics_Debugger"] = "0" },
        })!;
        _silos.Add(name, silo);
        while (await silo.StandardOutput.ReadLineAsync() is { } line)
            if (line.EndsWith("ready", StringComparison.Ordinal))
                return time.Elapsed;
        throw new InvalidOperationException($"silo {name} did not start");
    }

    /// <summary>Ends a silo with SIGKILL.</summary>
    public void Kill(string name) => _silos[name].Kill();

    /// <summary>The resident memory of the silos, in MB.</summary>
    public double SiloMemory() => _silos.Values.Sum(silo =>
    {
        silo.Refresh();
        return silo.WorkingSet64 / 1e6;
    });

    /// <summary>The processor time that the silos and this process have used.</summary>
    public (TimeSpan Silos, TimeSpan Client) ProcessorTime()
    {
        using var self = Process.GetCurrentProcess();
        return (_silos.Values.Aggregate(TimeSpan.Zero, (sum, silo) =>
        {
            silo.Refresh();
            return sum + silo.TotalProcessorTime;
        }), self.TotalProcessorTime);
    }

    public async ValueTask DisposeAsync()
    {
        await Jobs.DisposeAsync();
        if (_client is not null)
            await _client.StopAsync();
        _client?.Dispose();
        foreach (var silo in _silos.Values)
        {
            silo.Kill();
            await silo.WaitForExitAsync();
            silo.Dispose();
        }
        _data.Delete(recursive: true);
    }

    private async Task ConnectAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        ClusterSetup.UseCluster(builder, _data.FullName);
        _client = builder.Build();
        await _client.StartAsync();
        Jobs = new JobClient(_client.Services.GetRequiredService<IGrainFactory>());
    }

    private static string Metadata(string key) =>
        typeof(BenchCluster).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}
