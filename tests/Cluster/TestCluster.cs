using Gristmill.Client;
using Gristmill.Client.Clusters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gristmill.Cluster;

/// <summary>Silo processes on a data folder of their own, and a client in the test's process.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("gristmill-test-");
    private readonly List<(string Name, ProgramRun Program)> _silos = [];
    private IHost? _client;
    private JobClient? _jobs;

    public string Data => _data.FullName;

    /// <summary>Settings of the silos that are started from now on, as their environment has them.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>The client; connects when it is first asked for, which needs a silo.</summary>
    public JobClient Jobs => _jobs ?? throw new InvalidOperationException("connect first");

    public static async Task<TestCluster> StartAsync(params string[] silos)
    {
        var cluster = new TestCluster();
        await Task.WhenAll(silos.Select(name => cluster.AddSiloAsync(name)));
        if (silos.Length > 0)
            await cluster.ConnectAsync();
        return cluster;
    }

    public async Task<ProgramRun> AddSiloAsync(string name, params string[] flags)
    {
        var silo = StartSilo(name, flags);
        await silo.LineAsync(line => line == $"{name} ready");
        return silo;
    }

    /// <summary>Starts a silo without waiting for it to be ready.</summary>
    public ProgramRun StartSilo(string name, params string[] flags)
    {
        var silo = ProgramRun.Start("SiloProgram", Environment, ["--name", name, "--data", Data, .. flags.Contains("--http") ? flags : [.. flags, "--http", "off"]]);
        lock (_silos)
            _silos.Add((name, silo));
        return silo;
    }

    /// <summary>Starts a silo with nothing but the data folder: it chooses its name and its ports.</summary>
    public ProgramRun StartSilo()
    {
        var silo = ProgramRun.Start("SiloProgram", Environment, "--data", Data);
        lock (_silos)
            _silos.Add(($"{silo.Id}", silo));
        return silo;
    }

    /// <summary>The silo that was started last under a name.</summary>
    public ProgramRun Silo(string name) => _silos.Last(silo => silo.Name == name).Program;

    /// <summary>Runs the console to its end.</summary>
    public async Task<(int Exit, string Output, string Errors)> ConsoleAsync(params string[] arguments)
    {
        await using var console = ProgramRun.Start("ConsoleProgram", [.. arguments, "--data", Data]);
        var exit = await console.ExitAsync();
        return (exit, console.Output, console.Errors);
    }

    public async Task ConnectAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        ClientClustering.UseCluster(builder, Data);
        _client = builder.Build();
        await _client.StartAsync();
        _jobs = new JobClient(_client.Services.GetRequiredService<IGrainFactory>());
    }

    public async ValueTask DisposeAsync()
    {
        if (_jobs is not null)
            await _jobs.DisposeAsync();
        if (_client is not null)
        {
            await _client.StopAsync();
            _client.Dispose();
        }
        foreach (var (_, silo) in _silos)
            await silo.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
