using Gristmill.BuiltIn;
using Gristmill.Plugins;

[assembly: WorkerPlugin("gristmill", typeof(BuiltInPlugin))]

namespace Gristmill.BuiltIn;

/// <summary>
/// The plugin that comes with every silo: programs, containers, requests, and conversions between formats of data.
/// </summary>
public sealed class BuiltInPlugin : IWorkerPlugin
{
    /// <inheritdoc/>
    public void Configure(PluginBuilder plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        plugin.Options<BuiltInOptions>();
    }
}
