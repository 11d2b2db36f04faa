namespace Gristmill.Client.Output;

/// <summary>How the console shows plugins.</summary>
internal static class PluginSheets
{
    public static Sheet List(IEnumerable<PluginView> plugins)
    {
        var sheet = new Sheet("plugin", "version", "state", "tasks", Column.Minor("silos"), Column.Elastic("reason"));
        foreach (var plugin in plugins)
            sheet.Add(
                new Ink(plugin.Name, Tone.Strong), plugin.Version, plugin.Painted(), plugin.Tasks.Length == 0 ? ""
                    : Words.Number(plugin.Tasks.Length),
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
