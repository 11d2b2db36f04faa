using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>A place between two rows of a listing, and which way to read from there. People pass it on as they got it.</summary>
/// <param name="Finished">When the row beside it ended, in microseconds, if the listing is by end; else null.</param>
/// <param name="Sequence">The row's place in commit order.</param>
/// <param name="IsBack">It leads to the page before that row, not to the one behind it.</param>
internal sealed partial record ListCursor(long? Finished, long Sequence, bool IsBack)
{
    private const int Longest = 64;

    public static string Write(JobRow row, bool byEnd, bool isBack)
    {
        var end = byEnd ? FormattableString.Invariant($"{Microseconds.From(row.Finished!.Value)}.") : "";
        return Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{(isBack ? "<" : "")}{end}{row.Sequence}"));
    }

    /// <exception cref="ArgumentException">No listing of that order gave it.</exception>
    public static ListCursor? Read(string? cursor, bool byEnd)
    {
        if (cursor is null)
            return null;
        Span<byte> text = stackalloc byte[Longest];
        if (cursor.Length <= Longest && Base64Url.IsValid(cursor) && Base64Url.TryDecodeFromChars(cursor, text, out var length)
            && Parts().Match(Encoding.ASCII.GetString(text[..length])) is { Success: true } parts
            && parts.Groups[2].Success == byEnd
            && long.TryParse(parts.Groups[3].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            var end = parts.Groups[2].ValueSpan;
            return new ListCursor(
                byEnd ? long.Parse(end, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null, sequence, parts.Groups[1].Success);
        }
        throw new ArgumentException(
            $"'{cursor}' is no cursor of a listing; pass the one that came with the page before, or none to start with the first page");
    }

    [GeneratedRegex(@"^(<)?(?:(-?\d{1,18})\.)?(\d{1,19})$", RegexOptions.CultureInvariant)]
    private static partial Regex Parts();
}
