using System.Text;
using System.Text.Json;
using Gristmill.Core;

namespace Gristmill.Hosting.Settings;

/// <summary>
/// Changes single settings in the text of an appsettings.json, and leaves all else in it as it is: layout, order, comments.
/// </summary>
internal static class SettingsText
{
    private static readonly JsonReaderOptions Lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The text with a setting in it.</summary>
    /// <param name="text">A JSON object; nothing for a new file.</param>
    /// <param name="key">The setting's name; <c>:</c> stands between the parts.</param>
    /// <param name="json">Its value.</param>
    /// <exception cref="UsageException">A part of the name has a value already, and no parts.</exception>
    public static byte[] With(byte[] text, string key, string json)
    {
        if (text.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
            text = "{\n}\n"u8.ToArray();
        var place = Find(text, key);
        if (place.Missing.Length == 0)
            return [.. text[..place.Start], .. Encoding.UTF8.GetBytes(json), .. text[place.End..]];
        if (text[place.Start] != (byte)'{')
            throw new UsageException($"{key[..^(place.Missing.Length + 1)]} has a value of its own and no parts; remove it first");
        var parts = place.Missing.Split(':');
        foreach (var part in parts.Skip(1).Reverse())
            json = $"{{{Quote(part)}: {json}}}";
        var last = place.PreviousEnd ?? place.Start + 1;
        var brace = place.End - 1;
        return
        [
            .. text[..last], .. place.PreviousEnd is null
                || CommaBehind(text, last) is not null ? ""u8 : ","u8, .. text[last..brace].AsSpan().TrimEnd(" \t\r\n"u8),
            .. Encoding.UTF8.GetBytes($"\n{Indent(place.Depth)}{Quote(parts[0])}: {json}\n{Indent(place.Depth - 1)}"),
                .. text[brace..],
        ];
    }

    /// <summary>The text without a setting; null if it is not in there.</summary>
    public static byte[]? Without(byte[] text, string key)
    {
        if (text.AsSpan().Trim(" \t\r\n"u8).IsEmpty || Find(text, key) is not { Missing.Length: 0 } place)
            return null;
        var comma = CommaBehind(text, place.End);
        var (start, end) = (place.NameStart, comma + 1 ?? place.End);
        // The line, too, if nothing else is on it.
        var lineStart = Array.LastIndexOf(text, (byte)'\n', start - 1);
        var lineEnd = Array.IndexOf(text, (byte)'\n', end);
        if (lineStart >= 0 && lineEnd >= 0 && IsBlank(text.AsSpan(lineStart, start - lineStart))
            && IsBlank(text.AsSpan(end, lineEnd - end)))
            (start, end) = (lineStart, lineEnd);
        // What was the last has no comma, and so has what becomes the last.
        var before = comma is null && place.PreviousEnd is { } previous ? CommaBehind(text, previous) : null;
        return before is { } at ? [.. text[..at], .. text[(at + 1)..start], .. text[end..]] : [.. text[..start], .. text[end..]];
    }

    /// <summary>Where a setting is, or the deepest object that it would be in.</summary>
    /// <param name="Start">Where the value begins, or that object.</param>
    /// <param name="End">Where it ends.</param>
    /// <param name="Depth">How deep the names are that stand beside it, or in that object.</param>
    /// <param name="Missing">The part of the name that is not there yet.</param>
    /// <param name="PreviousEnd">Where the value before it ends, or the last in that object; null if there is none.</param>
    /// <param name="NameStart">Where the setting's name begins.</param>
    private sealed record Place(int Start, int End, int Depth, string Missing, int? PreviousEnd = null, int NameStart = 0);

    private static Place Find(byte[] text, string key)
    {
        var reader = new Utf8JsonReader(text, Lenient);
        reader.Read();
        return FindInObject(ref reader, key, depth: 1);
    }

    // The reader stands at the object's beginning, and then at its end.
    private static Place FindInObject(ref Utf8JsonReader reader, string key, int depth)
    {
        var start = (int)reader.TokenStartIndex;
        int? previousEnd = null;
        Place? found = null;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var (nameStart, name) = ((int)reader.TokenStartIndex, reader.GetString()!);
            reader.Read();
            var valueStart = (int)reader.TokenStartIndex;
            Place? here = null;
            if (key.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))
                here = FindInValue(ref reader, key[(name.Length + 1)..], depth + 1);
            else
                reader.Skip();
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                here = new(valueStart, (int)reader.BytesConsumed, depth, "", previousEnd, nameStart);
            if (here is not null && (found is null || here.Missing.Length < found.Missing.Length))
                found = here;
            previousEnd = (int)reader.BytesConsumed;
        }
        return found ?? new(start, (int)reader.BytesConsumed, depth, key, previousEnd);
    }

    private static Place FindInValue(ref Utf8JsonReader reader, string key, int depth)
    {
        if (reader.TokenType is JsonTokenType.StartObject)
            return FindInObject(ref reader, key, depth);
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new(start, (int)reader.BytesConsumed, depth, key);
    }

    /// <summary>The comma that follows, with blanks and comments between.</summary>
    private static int? CommaBehind(byte[] text, int at)
    {
        for (; at < text.Length; at++)
            switch (text[at])
            {
                case (byte)',':
                    return at;
                case (byte)'/':
                    var isLine = text[at + 1] == (byte)'/';
                    at += 1 + text.AsSpan(at + 2).IndexOf(isLine ? "\n"u8 : "*/"u8) + (isLine ? 1 : 2);
                    break;
                case not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'):
                    return null;
            }
        return null;
    }

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8).IsEmpty;

    private static string Indent(int depth) => new(' ', 2 * depth);

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
