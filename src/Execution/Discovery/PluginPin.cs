using System.Text.Json;

namespace Gristmill.Execution.Discovery;

/// <summary>
/// What an operator has ordered of one plugin, for all silos of a data folder: the file <c>plugins/NAME/.choice</c> there.
/// </summary>
/// <param name="Disabled">Whether no silo is to load it.</param>
/// <param name="Version">The version to use while it is installed, older than others; null for the newest.</param>
public sealed record PluginPin(bool Disabled = false, string? Version = null)
{
    public const string FileName = ".choice";

    /// <summary>No orders.</summary>
    public static PluginPin None { get; } = new();

    /// <summary>The orders in a plugin's folder. Without a file that can be read there are none.</summary>
    public static PluginPin Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<PluginPin>(File.ReadAllBytes(Path.Combine(folder, FileName))) ?? None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return None;
        }
    }
}
