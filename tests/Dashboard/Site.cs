using Gristmill.Dashboard;
using Gristmill.Grains;
using Gristmill.Hosting;

[assembly: AssemblyFixture(typeof(Site))]

namespace Gristmill.Dashboard;

/// <summary>A silo in the test's process with the example plugin, a broken one, and the dashboard on a port of its own.</summary>
public sealed class Site : IAsyncLifetime
{
    public const string Tasks = "gwexample.analyses.tasks";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("gristmill-dashboard-");
    private SiloHost? _silo;

    public string Url => _silo!.Url!;

    /// <summary>Submits and follows jobs.</summary>
    public JobClient Jobs { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _data.CreateSubdirectory("plugins/broken/1.0");
        _silo = await StartAsync(_data.FullName, "http://127.0.0.1:0");
        Jobs = new JobClient(_silo.Grains);
    }

    public static Task<SiloHost> StartAsync(string data, string http) => SiloHost.StartAsync(new SiloOptions
    {
        Name = "millstone",
        Data = data,
        Http = http,
        Concurrency = 8,
        Queues = ["default", "reports"],
        ShutdownGrace = TimeSpan.Zero,
    });

    /// <summary>Submits a job of an example task, and waits for its end.</summary>
    public async Task<JobView> RunAsync(string task, params object?[] arguments) =>
        await (await Jobs.SubmitAsync($"{Tasks}.{task}", arguments)).WaitAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Jobs.DisposeAsync();
        await _silo!.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
