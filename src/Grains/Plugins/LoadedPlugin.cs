namespace Gristmill.Grains.Plugins;

/// <summary>A plugin that was tried: with its tasks, or with the reason why it has none.</summary>
internal sealed record LoadedPlugin(PluginInfo Info, IReadOnlyList<PluginTask> Tasks, PluginLoadContext? Context)
{
    public static LoadedPlugin Working(string name, string version, string folder, IReadOnlyList<PluginTask> tasks, PluginLoadContext? context) =>
        new(new(name, version, folder, Healthy: true, Reason: null, [.. tasks.Select(task => task.Descriptor.Name)]), tasks, context);

    public static LoadedPlugin Broken(string name, string version, string folder, string reason) =>
        new(new(name, version, folder, Healthy: false, reason, Tasks: []), [], Context: null);

    /// <summary>The same plugin without its tasks, unloaded.</summary>
    public LoadedPlugin Refuse(string reason)
    {
        Context?.Unload();
        return Broken(Info.Name, Info.Version, Info.Folder, reason);
    }
}
