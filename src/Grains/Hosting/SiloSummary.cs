using Gristmill.Grains.Plugins;
using Gristmill.Storage;

namespace Gristmill.Hosting;

/// <summary>What a silo says of itself when it is up.</summary>
public sealed class SiloSummary
{
    private readonly SiloOptions _options;
    private readonly PluginHost _plugins;
    private readonly IJobStore _store;

    internal SiloSummary(SiloOptions options, PluginHost plugins, IJobStore store) => (_options, _plugins, _store) = (options, plugins, store);

    /// <summary>The plugins, also the broken ones, and why they are.</summary>
    public IReadOnlyList<PluginInfo> Plugins => _plugins.Plugins;

    /// <summary>The full names of the tasks the silo offers.</summary>
    public IEnumerable<string> Tasks => _plugins.Tasks.Select(task => task.Name).Order(StringComparer.Ordinal);

    /// <summary>What the store is, and where.</summary>
    public string Store => _store.Description;

    /// <summary>How the silo runs.</summary>
    public SiloOptions Options => _options;
}
