using System.Diagnostics;
using Gristmill.Client.Clusters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gristmill.Bench;

/// <summary>Silo processes on a temporary data folder, and a client in this process: the console's place in the path.</summary>
internal sealed class SiloProcesses : IAsyncDisposable
{
    public const string NoOp = "gwexample.analyses.tasks.noop";

    private readonly TemporaryFolder _data = new();
    private readonly Dictionary<string, ChildProcess> _silos = [];
    private IHost? _client;

    public JobClient Jobs { get; private set; } = null!;

    public IEnumerable<ChildProcess> Silos => _silos.Values;

    /// <summary>Starts a silo named "one" and a client.</summary>
    public static async Task<SiloProcesses> StartAsync(params string[] flags)
    {
        var cluster = new SiloProcesses();
        try
        {
            await cluster.AddAsync("one", flags);
            await cluster.ConnectAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a silo; done when it says that it is ready.</summary>
    public async Task<ChildProcess> AddAsync(string name, params string[] flags)
    {
        var silo = await ChildProcess.StartAsync(
            new ProcessStartInfo("dotnet",
                ["exec", Repository.Metadata("SiloProgram"), "--name", name, "--data", _data.Path, .. flags.Contains("--http") ? Array.Empty<string>() : ["--http", "off"], .. flags])
            {
                // No sockets left behind by a silo that is killed; profiles of it are possible still.
                Environment = { ["DOTNET_EnableDiagnostics_IPC"] = "0", ["DOTNET_EnableDiagnostics_Debugger"] = "0" },
            },
            line => line.EndsWith("ready", StringComparison.Ordinal));
        _silos.Add(name, silo);
        return silo;
    }

    /// <summary>Ends a silo with SIGKILL.</summary>
    public async Task KillAsync(string name)
    {
        if (_silos.Remove(name, out var silo))
            await silo.DisposeAsync();
    }

    /// <summary>What all silos and this process have used.</summary>
    public Usage Usage()
    {
        using var self = Process.GetCurrentProcess();
        return new(
            _silos.Values.Aggregate(TimeSpan.Zero, (sum, silo) => sum + ProcessTree.ProcessorTime(silo.Id)),
            self.TotalProcessorTime);
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await Jobs.DisposeAsync();
            await _client.StopAsync();
            _client.Dispose();
        }
        foreach (var name in _silos.Keys.ToArray())
            await KillAsync(name);
        _data.Dispose();
    }

    private async Task ConnectAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        ClientClustering.UseCluster(builder, _data.Path);
        _client = builder.Build();
        await _client.StartAsync();
        Jobs = new JobClient(_client.Services.GetRequiredService<IGrainFactory>());
    }
}
