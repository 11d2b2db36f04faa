using Gristmill.Execution.Tasks;

namespace Gristmill.Execution.Loading;

/// <summary>A task in use: the version of the plugin that it comes from stays until this is disposed of.</summary>
public sealed class PluginLease(PluginTask task, PluginUses uses) : IDisposable
{
    public PluginTask Task => task;

    public void Dispose() => uses.Leave();
}
