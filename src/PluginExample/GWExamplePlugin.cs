using Gristmill.Plugins;
using GWExample;

[assembly: WorkerPlugin("gwexample", typeof(GWExamplePlugin))]

namespace GWExample;

/// <summary>The example plugin: it limits its tasks to five minutes.</summary>
public sealed class GWExamplePlugin : IWorkerPlugin
{
    /// <inheritdoc/>
    public void Configure(PluginBuilder plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        plugin.Defaults.TimeLimit = TimeSpan.FromSeconds(300);
        plugin.AddTransform<Analyses.Lines>("lines");
    }

    /// <inheritdoc/>
    public IEnumerable<Type> TaskImports() => [typeof(Analyses.Tasks), typeof(Analyses.Printer), typeof(Analyses.Files)];
}
