using Gristmill.Core;
using Microsoft.Extensions.Configuration;

namespace Gristmill.Hosting.Settings;

/// <summary>Changes the cluster's appsettings.json, if what comes out is no worse than what there was.</summary>
/// <param name="places">Where else settings are read.</param>
public sealed class SettingsChange(SettingsPlaces places)
{
    /// <summary>Sets an option, or a setting of a plugin.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="json">Its value.</param>
    /// <returns>What holds now.</returns>
    /// <exception cref="UsageException">It would be wrong; nothing has changed.</exception>
    public SiloSettings Set(string key, string json) => Change(key, text => SettingsText.With(text, key, json));

    /// <summary>Removes one.</summary>
    /// <returns>What holds now.</returns>
    /// <exception cref="UsageException">
    /// It is not in the file, or something would be wrong without it; nothing has changed.
    /// </exception>
    public SiloSettings Remove(string key) => Change(key, text => SettingsText.Without(text, key));

    private SiloSettings Change(string key, Func<byte[], byte[]?> change)
    {
        var before = new SiloSettings(places);
        if (before.Faults.Where(fault => fault.Name == SiloSettings.FileName).Select(fault => $"{fault}")
            .ToArray() is { Length: > 0 } unreadable)
            throw new UsageException(unreadable);
        SiloSettings? after = null;
        new OwnFile(before.ClusterFile, "settings").Change(() =>
        {
            var text = change(Read(before.ClusterFile)) ?? throw new UsageException(NotThere(before, key));
            after = new SiloSettings(places, text);
            var faults = after.Faults.Except(before.Faults);
            if (key.StartsWith($"{SiloSettings.Plugins}{ConfigurationPath.KeyDelimiter}", StringComparison.Ordinal))
                faults = faults.Concat(PluginRules.Faults(after.Options).Except(PluginRules.Faults(before.Options)));
            return faults.Select(fault => $"{fault}").ToArray() is { Length: > 0 } worse ? throw new UsageException(worse) : text;
        });
        return after!;
    }

    private static byte[] Read(string file) => !File.Exists(file) ? []
        : File.ReadAllBytes(file) is [0xEF, 0xBB, 0xBF, .. var text] ? text // Written by an editor that marks files as UTF-8.
        : File.ReadAllBytes(file);

    private static string NotThere(SiloSettings settings, string key) =>
        $"{key} is not set in {settings.ClusterFile}{(settings.Newest(key) is { } layer ? $"; it comes from {layer.NameOf(key)}" : "")}";
}
