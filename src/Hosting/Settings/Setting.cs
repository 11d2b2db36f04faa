using System.Globalization;
using System.Text.Json;

namespace Gristmill.Hosting.Settings;

/// <summary>An option, or a setting of a plugin.</summary>
/// <param name="Name">Its name; <c>:</c> stands between the parts.</param>
/// <param name="Value">Its value; null for none.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Place">The file, the variable or the flag; null for the default.</param>
public sealed record Setting(string Name, object? Value, SettingsOrigin Origin, string? Place)
{
    /// <summary>The value as it is typed.</summary>
    public string Text => Value switch
    {
        string[] values => string.Join(',', values),
        _ => Convert.ToString(Value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>The value as JSON; null for none.</summary>
    public string? Json => Value switch
    {
        null => null,
        string[] values => ToJson(values),
        int or long or double => Text,
        bool flag => flag ? "true" : "false",
        _ => ToJson(Text),
    };

    /// <summary>Values as a JSON array.</summary>
    public static string ToJson(string[] values) => $"[{string.Join(", ", values.Select(ToJson))}]";

    /// <summary>A text as a JSON string.</summary>
    public static string ToJson(string text) => JsonSerializer.Serialize(text);
}
