using Gristmill.Execution.Discovery;
using Gristmill.Execution.Tasks;

namespace Gristmill.Execution.Loading;

/// <summary>A plugin that was tried: with its tasks, or with the reasons why it has none.</summary>
/// <param name="Info">What is told of it.</param>
/// <param name="Tasks">Its tasks.</param>
/// <param name="Memory">
/// Where it is loaded, and refers to nothing if that was unloaded and given back; null if it stays for as long as the silo runs.
/// </param>
/// <param name="Uses">The runs that are on it.</param>
/// <param name="Changes">What it changes of the silo's options, by name; a copy, which refers to nothing of the plugin.</param>
public sealed record LoadedPlugin(
    PluginInfo Info, IReadOnlyList<PluginTask> Tasks, WeakReference? Memory, PluginUses Uses, IReadOnlyDictionary<string, object> Changes)
{
    /// <summary>All that is wrong with it, a sentence each.</summary>
    public IReadOnlyList<string> Faults { get; private init; } = [];

    public static LoadedPlugin Broken(PluginFolder folder, Exception reason, WeakReference? memory = null) =>
        Broken(folder, PluginRefusedException.FaultsOf(reason), memory);

    public static LoadedPlugin Broken(PluginFolder folder, IReadOnlyList<string> faults, WeakReference? memory = null)
    {
        var reason = string.Join("; ", faults);
        var info = new PluginInfo(folder.Name, folder.Version, folder.Path, PluginState.Broken, reason, Tasks: []);
        return new(info, [], memory, new PluginUses(), new Dictionary<string, object>()) { Faults = faults };
    }
}
