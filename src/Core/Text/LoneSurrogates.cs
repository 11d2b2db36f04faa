using System.Globalization;

namespace Gristmill.Core;

/// <summary>
/// Finds escapes in JSON text that name one half of a surrogate pair alone. RFC 8259 (section 8.2) has them as JSON whose meaning
/// is open; they are no text, and whoever reads the string fails.
/// </summary>
public static class LoneSurrogates
{
    /// <summary>The length of <c>\uXXXX</c>.</summary>
    private const int Escape = 6;

    /// <summary>The first one as it is written, <c>\ud800</c>; null if there is none.</summary>
    public static string? First(string json) => Find(json, 0) is var place && place < 0 ? null : json.Substring(place, Escape);

    /// <summary>What is said of a text that has one.</summary>
    /// <param name="field">Where the text is.</param>
    /// <param name="escape">What <see cref="First"/> has found.</param>
    public static string Problem(string field, string escape) =>
        $"{field} has {escape}; it is half a character: write both halves of it, or leave it out";

    /// <summary>The text with the character U+FFFD, which stands for what is no character, in the place of each.</summary>
    public static string Replaced(string json)
    {
        for (var place = Find(json, 0); place >= 0; place = Find(json, place + Escape))
            json = string.Concat(json.AsSpan(0, place), @"\ufffd", json.AsSpan(place + Escape));
        return json;
    }

    private static int Find(ReadOnlySpan<char> json, int place)
    {
        while (json[place..].IndexOf('\\') is var next && next >= 0)
        {
            place += next;
            if (Unit(json, place) is not { } unit)
                place = Math.Min(place + 2, json.Length); // Another escape: of one character, which may be a backslash.
            else if (char.IsHighSurrogate(unit) && Unit(json, place + Escape) is { } other && char.IsLowSurrogate(other))
                place += 2 * Escape;
            else if (char.IsSurrogate(unit))
                return place;
            else
                place += Escape;
        }
        return -1;
    }

    private static char? Unit(ReadOnlySpan<char> json, int place) =>
        place + Escape <= json.Length && json[place] == '\\' && json[place + 1] == 'u'
            && ushort.TryParse(json.Slice(place + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                out var unit)
            ? (char)unit
            : null;
}
