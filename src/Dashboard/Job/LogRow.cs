using System.Text.RegularExpressions;

namespace Gristmill.Dashboard.Job;

/// <summary>
/// A row of the log as it is shown: a line, or a part of one that is too long for a row. All rows have one height, so that few
/// need to be there.
/// </summary>
internal sealed partial record LogRow(JobLogLine Line, int Part, string Text)
{
    private const int Width = 120;
    private const int LeastWidth = Width / 2;

    /// <summary>What a terminal takes for colours and the like.</summary>
    public static string Plain(string text) => text.Contains('\e', StringComparison.Ordinal) ? Escapes().Replace(text, "") : text;

    public static IEnumerable<LogRow> Of(JobLogLine line)
    {
        var (part, start) = (0, 0);
        do
        {
            var end = start + LengthOf(line.Text.AsSpan(start));
            yield return new LogRow(line, part++, line.Text[start..end]);
            start = end;
        }
        while (start < line.Text.Length);
    }

    // Between two words, unless one is so long that most of the row would stay empty.
    private static int LengthOf(ReadOnlySpan<char> rest)
    {
        if (rest.Length <= Width)
            return rest.Length;
        if (rest[..Width].LastIndexOf(' ') is > LeastWidth and var space)
            return space + 1;
        return char.IsHighSurrogate(rest[Width - 1]) ? Width - 1 : Width;
    }

    [GeneratedRegex(@"\e(?:\[[0-?]*[ -/]*[@-~]|\][^\a\e]*(?:\a|\e\\)|[ -/]*[0-Z\\^-~])")]
    private static partial Regex Escapes();
}
