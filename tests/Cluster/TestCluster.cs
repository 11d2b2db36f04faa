using System.Text;
using Gristmill.Client;
using Gristmill.Client.Clusters;
using Gristmill.Client.Commands;
using Gristmill.Client.Output;
using Gristmill.Hosting;
using Gristmill.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gristmill.Cluster;

/// <summary>
/// Silos on a data folder of their own, as processes or in the test's process, which starts them in a tenth of the time; and a
/// client.
/// </summary>
internal sealed class TestCluster : IClusters, IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("gristmill-test-");
    private readonly List<(string Name, ProgramRun Program)> _silos = [];
    private readonly List<SiloHost> _hosted = [];
    private IHost? _client;
    private JobClient? _jobs;

    public string Data => _data.FullName;

    /// <summary>Settings of the silos that are started from now on, as their environment has them.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>The client; connects when it is first asked for, which needs a silo.</summary>
    public JobClient Jobs => _jobs ?? throw new InvalidOperationException("connect first");

    /// <summary>Starts silos in this process, and connects.</summary>
    public static async Task<TestCluster> HostAsync(params string[] silos)
    {
        var cluster = new TestCluster();
        foreach (var name in silos)
            await cluster.HostSiloAsync(name);
        if (silos.Length > 0)
            await cluster.ConnectAsync();
        return cluster;
    }

    /// <summary>Starts silo processes, and connects.</summary>
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

    /// <summary>Starts a silo in this process.</summary>
    public async Task<SiloHost> HostSiloAsync(string name, params string[] flags)
    {
        var silo = await SiloHost.StartAsync(SiloCommand.Read(["--name", name, "--data", Data, "--http", "off", .. flags]));
        _hosted.Add(silo);
        return silo;
    }

    /// <summary>Starts a silo without waiting for it to be ready.</summary>
    public ProgramRun StartSilo(string name, params string[] flags)
    {
        var silo = ProgramRun.Start("SiloProgram", Environment,
            ["--name", name, "--data", Data, .. flags.Contains("--http") ? flags : [.. flags, "--http", "off"]]);
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

    /// <summary>Runs the console's code to its end, in this process and by this client.</summary>
    public async Task<(int Exit, string Output, string Errors)> ConsoleAsync(params string[] arguments)
    {
        using var bytes = new MemoryStream();
        using var output = new StringWriter();
        using var errors = new StringWriter();
        using var shell = new Shell
        {
            Out = new Screen(TextWriter.Synchronized(output), isTerminal: false, colors: false),
            Error = new Screen(TextWriter.Synchronized(errors), isTerminal: false, colors: false),
            OutBytes = () => bytes,
            Variables = new Dictionary<string, string>(),
        };
        var exit = await App.RunAsync([.. arguments, "--data", Data], shell, this);
        return (exit, (output + Encoding.UTF8.GetString(bytes.ToArray())).TrimEnd('\n'), errors.ToString().TrimEnd('\n'));
    }

    /// <summary>Runs the console to its end, as a process.</summary>
    public async Task<(int Exit, string Output, string Errors)> ConsoleProgramAsync(params string[] arguments)
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
        var client = builder.Build();
        try
        {
            await client.StartAsync();
        }
        catch
        {
            client.Dispose();
            throw;
        }
        _client = client;
        _jobs = new JobClient(_client.Services.GetRequiredService<IGrainFactory>());
    }

    async Task<Gristmill.Client.Clusters.Cluster> IClusters.ConnectAsync(string? data)
    {
        Assert.Equal(Data, data);
        try
        {
            if (_client is null)
                await ConnectAsync();
        }
        catch (Exception e) when (ClientClustering.IsNoCluster(e))
        {
            throw new NoClusterException(e.Message, e);
        }
        JobClient? jobs = null;
        var cluster = new Gristmill.Client.Clusters.Cluster(_client!.Services.GetRequiredService<IGrainFactory>(), async () =>
            await jobs!.DisposeAsync());
        jobs = cluster.Jobs;
        return cluster;
    }

    Task<Gristmill.Client.Clusters.Cluster> IClusters.StartLocalAsync(string? data) =>
        throw new NotSupportedException("--local is for the console's own process");

    public async ValueTask DisposeAsync()
    {
        if (_jobs is not null)
            await _jobs.DisposeAsync();
        if (_client is not null)
        {
            await _client.StopAsync();
            _client.Dispose();
        }
        foreach (var silo in _hosted)
            await silo.DisposeAsync();
        foreach (var (_, silo) in _silos)
            await silo.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
