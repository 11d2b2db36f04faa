using Gristmill.Execution.Discovery;
using Gristmill.Execution.Installing;
using Gristmill.Grains.Catalog;

namespace Gristmill.Grains.Operations;

/// <summary>Orders about plugins: changes of the cluster's folder, as the console makes them; every silo watches it.</summary>
internal sealed partial class OperationsGrain
{
    private readonly InstalledPlugins _installed = new(options.ClusterPlugins, options.OwnPlugins);

    public async Task<PluginView[]> PluginsAsync() => PluginViews.Of(_installed.All, await Registry.PluginsAsync());

    public Task EnablePluginAsync(string name, string? version) => ChangeAsync(() => _installed.EnableAsync(name, version));

    public Task DisablePluginAsync(string name) => ChangeAsync(() => _installed.DisableAsync(name));

    private IPluginRegistryGrain Registry => GrainFactory.GetGrain<IPluginRegistryGrain>(IPluginRegistryGrain.Key);

    private static async Task ChangeAsync(Func<Task> change)
    {
        try
        {
            await change();
        }
        catch (Exception e) when (e is PluginRefusedException or IOException or UnauthorizedAccessException)
        {
            throw new PluginOrderRefusedException(e.Message);
        }
    }
}
