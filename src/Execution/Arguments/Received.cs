using System.Text.Json;

namespace Gristmill.Execution.Arguments;

/// <summary>Received JSON in words, short enough for a sentence.</summary>
internal static class Received
{
    private const int Longest = 60;

    /// <summary>With its kind: <c>the string "abc"</c>.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"the string {Show(value)}",
        JsonValueKind.Number => $"the number {Show(value)}",
        JsonValueKind.Array => $"an array of {value.GetArrayLength()}",
        JsonValueKind.Object => $"the object {Show(value)}",
        _ => Show(value),
    };

    /// <summary>As JSON text.</summary>
    public static string Show(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? $"\"{Cut(value.GetString()!)}\""
        : Cut(value.GetRawText());

    public static string Quote(string text) => $"'{Cut(text)}'";

    private static string Cut(string text)
    {
        text = text.ReplaceLineEndings(" ");
        return text.Length <= Longest ? text : $"{text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)]}…";
    }
}
