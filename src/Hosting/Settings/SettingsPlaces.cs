namespace Gristmill.Hosting.Settings;

/// <summary>Where a silo reads settings.</summary>
/// <param name="WorkingFolder">The folder whose appsettings.json counts.</param>
/// <param name="Variables">The environment.</param>
/// <param name="Flags">What was typed, by the names of options.</param>
public sealed record SettingsPlaces(
    string WorkingFolder, IEnumerable<KeyValuePair<string, string>> Variables, IEnumerable<KeyValuePair<string, string?>> Flags)
{
    public static SettingsPlaces OfProcess(IEnumerable<KeyValuePair<string, string?>>? flags = null) => new(
        Environment.CurrentDirectory,
        Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().Select(variable =>
            KeyValuePair.Create((string)variable.Key, (string?)variable.Value ?? "")),
        flags ?? []);
}
