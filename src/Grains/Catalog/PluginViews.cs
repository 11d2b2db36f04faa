using Gristmill.Execution.Discovery;

namespace Gristmill.Grains.Catalog;

/// <summary>What is on disk of plugins together with what silos say of it.</summary>
public static class PluginViews
{
    private const string Installed = "Installed";

    /// <summary>All of them, by name; newest first. One is there twice if silos do not agree.</summary>
    public static PluginView[] Of(IEnumerable<PluginVersions> onDisk, IReadOnlyCollection<SiloPlugins> silos)
    {
        var told = silos.SelectMany(silo => silo.Plugins.Select(plugin => (silo.Silo, Plugin: plugin)))
            .GroupBy(told => (told.Plugin.Name, told.Plugin.Version, told.Plugin.State, told.Plugin.Reason))
            .Select(same => new PluginView(
                same.Key.Name, same.Key.Version, same.Key.State.ToString(), same.Key.Reason, [.. same.Select(told => told.Silo)],
                same.First().Plugin.Tasks, same.First().Plugin.Folder,
                same.First().Plugin.SiloChanges ?? []))
            .ToArray();
        var rest = onDisk.SelectMany(family => family.Versions.Select(folder => new PluginView(
                folder.Name, folder.Version, family.Choice.Disabled ? nameof(PluginState.Disabled) : Installed, null, [], [], folder.Path, [])))
            .Where(folder => told.All(view => (view.Name, view.Version) != (folder.Name, folder.Version)));
        return [.. told.Concat(rest).OrderBy(view => view.Name, StringComparer.Ordinal)
            .ThenByDescending(view => view.Version, PluginVersion.Order)];
    }
}
