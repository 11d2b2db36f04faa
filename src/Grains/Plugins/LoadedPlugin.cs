namespace Gristmill.Grains.Plugins;

/// <summary>A plugin that was tried: with its tasks, or with the reason why it has none.</summary>
/// <param name="Info">What is told of it.</param>
/// <param name="Tasks">Its tasks.</param>
/// <param name="Memory">Where it is loaded, and refers to nothing if that was unloaded and given back; null if it is part of the silo.</param>
/// <param name="Uses">The runs that are on it.</param>
/// <param name="Changes">What it changes of the silo's options, by name; a copy, which refers to nothing of the plugin.</param>
internal sealed record LoadedPlugin(
    PluginInfo Info, IReadOnlyList<PluginTask> Tasks, WeakReference? Memory, PluginUses Uses, IReadOnlyDictionary<string, object> Changes)
{
    public bool IsInMemory => Memory is { IsAlive: true };

    public static LoadedPlugin Broken(string name, string version, string folder, string reason, PluginLoadContext? context = null) =>
        new(new(name, version, folder, PluginState.Broken, reason, Tasks: []), [], context is null ? null : new WeakReference(context), new PluginUses(), new Dictionary<string, object>());
}
