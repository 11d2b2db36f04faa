using System.Globalization;
using System.Text.Json;

namespace Gristmill.Execution.Arguments;

/// <summary>Finds members that are given twice, wherever they are: one of the two values would be lost.</summary>
internal static class GivenTwice
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <param name="json">JSON text.</param>
    /// <param name="isStrict">Whether no member is given twice.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonDocument Parse(string json, out bool isStrict)
    {
        try
        {
            isStrict = true;
            return JsonDocument.Parse(json, Strict);
        }
        catch (JsonException)
        {
            isStrict = false;
            return JsonDocument.Parse(json);
        }
    }

    /// <summary>Names the first member that is given twice; null if there is none.</summary>
    public static string? Find(JsonElement value, string path = "")
    {
        var names = new HashSet<string>();
        foreach (var (name, part) in Parts(value))
        {
            if (!names.Add(name))
                return $"{(path.Length == 0 ? "the arguments have" : $"argument '{path}' has")} the member '{name}' twice";
            if (Find(part, path.Length == 0 ? name : value.ValueKind == JsonValueKind.Object ? $"{path}.{name}"
                : $"{path}[{name}]") is { } found)
                return found;
        }
        return null;
    }

    private static IEnumerable<(string Name, JsonElement Value)> Parts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Select(member => (member.Name, member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Select((item, i) => (i.ToString(CultureInfo.InvariantCulture), item)),
        _ => [],
    };
}
