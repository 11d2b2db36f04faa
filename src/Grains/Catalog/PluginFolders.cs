using Gristmill.Execution.Loading;
using Gristmill.Execution.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Grains.Catalog;

/// <summary>Where a silo looks for plugins: in the cluster's folder, beside itself, and where it was told to.</summary>
public static class PluginFolders
{
    public static PluginHost Load(IServiceProvider services)
    {
        var options = services.GetRequiredService<SiloOptions>();
        var host = new PluginHost(
            new TaskServices(services), options.PluginLoadLimit, options.PluginSettings, services.GetService<PluginCopies>());
        host.Load(options.OwnPlugins, options.ClusterPlugins);
        services.GetRequiredService<SiloChanges>().Apply(host.SiloChanges);
        return host;
    }
}
