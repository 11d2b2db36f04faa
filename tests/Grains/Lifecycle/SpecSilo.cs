using Gristmill.Grains;
using Gristmill.Hosting;
using Gristmill.Lifecycle;

[assembly: AssemblyFixture(typeof(SpecSilo))]

namespace Gristmill.Lifecycle;

/// <summary>One silo in the test's process, with the tasks of <see cref="SpecPlugin"/>.</summary>
public sealed class SpecSilo : IAsyncLifetime
{
    private readonly TestFolder _data = new();
    private SiloHost? _silo;

    /// <summary>Its name.</summary>
    public string Name { get; } = "spec";

    /// <summary>Its data folder.</summary>
    public string Data => _data.Path;

    /// <summary>Its grains.</summary>
    public IGrainFactory Grains => _silo!.Grains;

    /// <summary>Submits and follows jobs.</summary>
    public JobClient Jobs { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _silo = await SiloHost.StartAsync(new SiloOptions
        {
            Name = Name,
            Data = _data.Path,
            Http = SiloOptions.NoHttp,
            Concurrency = 16,
            CancelGrace = TimeSpan.FromSeconds(1),
            ShutdownGrace = TimeSpan.Zero,
            Queues = ["default", "one-slot"],
            ArtifactBytes = 1 << 20,
            JobArtifactBytes = 3 << 19,
        });
        _silo.Plugins.Load(typeof(SpecTasks).Assembly);
        Jobs = new JobClient(_silo.Grains);
    }

    public async ValueTask DisposeAsync()
    {
        await Jobs.DisposeAsync();
        await _silo!.DisposeAsync();
        _data.Dispose();
    }
}
