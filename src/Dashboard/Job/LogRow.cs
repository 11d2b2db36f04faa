using System.Text.RegularExpressions;

namespace Gristmill.Dashboard.Job;

/// <summary>A row of the log as it is shown: a line, or a part of one that is too long for a row. All rows have one height, so that few need to be there.</summary>
internal sealed partial record LogRow(JobLogLine Line, int Part, string Text)
{
    private const int Width = 120;

    /// <summary>What a terminal takes for colours and the like.</summary>
    public static string Plain(string text) => text.Contains('\e', StringComparison.Ordinal) ? Escapes().Replace(text, "") : text;

    public static IEnumerable<LogRow> Of(JobLogLine line)
    {
        var (part, start) = (0, 0);
        do
        {
            var end = Math.Min(start + Width, line.Text.Length);
            if (end < line.Text.Length && char.IsHighSurrogate(line.Text[end - 1]))
                end--;
            yield return new LogRow(line, part++, line.Text[start..end]);
            start = end;
        }
        while (start < line.Text.Length);
    }

    [GeneratedRegex(@"\e(?:\[[0-?]*[ -/]*[@-~]|\][^\a\e]*(?:\a|\e\\)|[ -/]*[0-Z\\^-~])")]
    private static partial Regex Escapes();
}
