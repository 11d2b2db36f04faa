using Gristmill.Core;
using Gristmill.Execution.Loading;
using Gristmill.Grains;
using Gristmill.Grains.Catalog;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Hosting.Settings;

/// <summary>What plugins say of what they are told. They are loaded for it, as a silo loads them.</summary>
public static class PluginRules
{
    public static IEnumerable<SettingFault> Faults(SiloOptions options)
    {
        using var services = new ServiceCollection().AddLogging().AddSingleton(options).AddSingleton(new SiloChanges(options))
            .BuildServiceProvider();
        using var plugins = PluginFolders.Load(services);
        var names = plugins.Plugins.Select(plugin => plugin.Name).Distinct().ToArray();
        return
        [
            .. options.PluginSettings!.GetChildren()
                .Where(section => !names.Contains(section.Key, StringComparer.OrdinalIgnoreCase))
                .Select(section => new SettingFault(section.Path, Unknown(section.Key, names), null)),
            .. plugins.Plugins.Where(plugin => plugin.State is PluginState.Broken)
                .Select(plugin =>
                    new SettingFault($"{SiloSettings.Plugins}:{plugin.Name}", $"version {plugin.Version} cannot be used: {plugin.Reason}", null)),
        ];
    }

    private static string Unknown(string name, string[] names) => TaskNames.Suggest(name, names) is { } meant
        ? $"there is no plugin '{name}'; did you mean '{meant}'?"
        : $"there is no plugin '{name}'; there is {string.Join(", ", names)}";
}
