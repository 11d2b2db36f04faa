namespace Gristmill.Grains.Plugins;

/// <summary>A task in use: the version of the plugin that it comes from stays until this is disposed of.</summary>
internal sealed class PluginLease(PluginTask task, PluginUses uses) : IDisposable
{
    public PluginTask Task => task;

    public void Dispose() => uses.Leave();
}
