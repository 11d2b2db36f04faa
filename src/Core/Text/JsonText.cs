using System.Globalization;
using System.Text;

namespace Gristmill.Core;

/// <summary>
/// JSON text in the one form in which it is stored and searched: every character stands for itself but those that JSON has no
/// other way to write. Writers differ in what they escape, and a search is for letters.
/// </summary>
public static class JsonText
{
    /// <summary>The length of <c>\uXXXX</c>.</summary>
    private const int Escape = 6;

    /// <summary>
    /// The same JSON without needless escapes. Layout stays, and so does what is no JSON, or half a surrogate pair.
    /// </summary>
    public static string Canonical(string json)
    {
        if (!json.Contains(@"\u", StringComparison.Ordinal) && !json.Contains(@"\/", StringComparison.Ordinal))
            return json; // As almost all are.
        var text = new StringBuilder(json.Length);
        var isInString = false;
        for (var i = 0; i < json.Length;)
        {
            isInString ^= json[i] == '"';
            // Elsewhere an escape is a mistake, and must stay one.
            i += isInString && json[i] == '\\' ? AppendEscape(text, json.AsSpan(i)) : AppendPlain(text, json[i]);
        }
        return text.ToString();
    }

    /// <summary>A text as it stands between the quotes of a JSON string.</summary>
    public static string Within(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
            Append(escaped, c);
        return escaped.ToString();
    }

    private static int AppendPlain(StringBuilder text, char c)
    {
        text.Append(c);
        return 1;
    }

    /// <summary>Appends what an escape means, and answers how long it was.</summary>
    private static int AppendEscape(StringBuilder text, ReadOnlySpan<char> from)
    {
        if (Unit(from) is not { } unit)
        {
            if (from.StartsWith(@"\/", StringComparison.Ordinal))
                text.Append('/');
            else
                text.Append(from[..Math.Min(2, from.Length)]);
            return Math.Min(2, from.Length);
        }
        if (!char.IsSurrogate(unit))
        {
            Append(text, unit);
            return Escape;
        }
        if (char.IsHighSurrogate(unit) && Unit(from[Escape..]) is { } other && char.IsLowSurrogate(other))
        {
            text.Append(unit).Append(other);
            return 2 * Escape;
        }
        text.Append(from[..Escape]);
        return Escape;
    }

    private static char? Unit(ReadOnlySpan<char> from) =>
        from.Length >= Escape && from.StartsWith(@"\u", StringComparison.Ordinal)
            && ushort.TryParse(from[2..Escape], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;

    private static void Append(StringBuilder text, char c) => _ = c switch
    {
        '"' or '\\' => text.Append('\\').Append(c),
        '\b' => text.Append(@"\b"),
        '\f' => text.Append(@"\f"),
        '\n' => text.Append(@"\n"),
        '\r' => text.Append(@"\r"),
        '\t' => text.Append(@"\t"),
        < ' ' => text.Append(CultureInfo.InvariantCulture, $@"\u{(int)c:x4}"),
        _ => text.Append(c),
    };
}
