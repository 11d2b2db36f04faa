namespace Gristmill.Json;

/// <summary>An option of a silo, or a setting of a plugin.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value as JSON; null for none.</param>
/// <param name="Source">What kind of place it comes from.</param>
/// <param name="Place">The file, the variable or the flag; null for the default.</param>
public sealed record SettingView(string Name, string? Value, string Source, string? Place);
