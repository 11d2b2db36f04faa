using Gristmill.Grains.Plugins;

namespace Gristmill.Client.Output;

/// <summary>How the console shows plugins.</summary>
internal static class PluginViews
{
    private const string Installed = "Installed";

    /// <summary>All of them, by name; newest first. One is there twice if silos do not agree.</summary>
    public static PluginView[] Of(IEnumerable<PluginFamily> onDisk, IReadOnlyCollection<SiloPlugins> silos)
    {
        var told = silos.SelectMany(silo => silo.Plugins.Select(plugin => (silo.Silo, Plugin: plugin)))
            .GroupBy(told => (told.Plugin.Name, told.Plugin.Version, told.Plugin.State, told.Plugin.Reason))
            .Select(same => new PluginView(
                same.Key.Name, same.Key.Version, same.Key.State.ToString(), same.Key.Reason, [.. same.Select(told => told.Silo)], same.First().Plugin.Tasks, same.First().Plugin.Folder,
                same.First().Plugin.SiloChanges ?? []))
            .ToArray();
        var rest = onDisk.SelectMany(family => family.Versions.Select(folder => new PluginView(
                folder.Name, folder.Version, family.Choice.Disabled ? nameof(PluginState.Disabled) : Installed, null, [], [], folder.Path, [])))
            .Where(folder => told.All(view => (view.Name, view.Version) != (folder.Name, folder.Version)));
        return [.. told.Concat(rest).OrderBy(view => view.Name, StringComparer.Ordinal).ThenByDescending(view => view.Version, PluginVersion.Order)];
    }

    public static Sheet List(IEnumerable<PluginView> plugins)
    {
        var sheet = new Sheet("plugin", "version", "state", "tasks", Column.Minor("silos"), Column.Elastic("reason"));
        foreach (var plugin in plugins)
            sheet.Add(
                new Ink(plugin.Name, Tone.Strong), plugin.Version, plugin.Painted(), plugin.Tasks.Length == 0 ? "" : Words.Number(plugin.Tasks.Length),
                string.Join(',', plugin.Silos), plugin.Reason);
        return sheet;
    }

    public static Sheet Fields(this PluginView plugin)
    {
        var sheet = Sheet.OfFields();
        sheet.Add(new Ink("plugin", Tone.Dim), new Ink($"{plugin.Name} {plugin.Version}", Tone.Strong));
        sheet.Add(new Ink("state", Tone.Dim), plugin.Painted());
        sheet.AddIfAny("reason", plugin.Reason);
        sheet.AddIfAny("silos", string.Join(", ", plugin.Silos));
        sheet.AddIfAny("folder", plugin.Folder);
        sheet.AddIfAny("changes", string.Join(", ", plugin.SiloChanges));
        foreach (var task in plugin.Tasks)
            sheet.Add(new Ink("task", Tone.Dim), task);
        return sheet;
    }

    /// <summary>The state in its colour.</summary>
    public static Ink Painted(this PluginView plugin) => new(plugin.State, plugin.State switch
    {
        nameof(PluginState.Working) => Tone.Good,
        nameof(PluginState.Broken) => Tone.Bad,
        nameof(PluginState.Disabled) => Tone.Warning,
        _ => Tone.Plain,
    });
}
