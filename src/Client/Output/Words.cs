using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gristmill.Client.Output;

/// <summary>Values as people read them.</summary>
internal static class Words
{
    private const int Longest = 2_000;

    // Control characters, line and paragraph separators, and those that turn the direction.
    private static readonly SearchValues<char> Unprintable = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl), .. "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]);

    /// <summary>
    /// A moment on the reader's own clock, with its offset, so that it is read as the same: <c>2026-03-01 14:05:09.123+01:00</c>.
    /// </summary>
    public static string Moment(this TimeProvider clock, DateTimeOffset time)
    {
        var local = TimeZoneInfo.ConvertTime(time, clock.LocalTimeZone);
        return local.ToString(local.Offset == TimeSpan.Zero ? "yyyy-MM-dd HH:mm:ss.fff'Z'"
            : "yyyy-MM-dd HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
    }

    /// <summary>A moment of today: <c>14:05:09.123</c>.</summary>
    public static string TimeOfDay(this TimeProvider clock, DateTimeOffset time) =>
        TimeZoneInfo.ConvertTime(time, clock.LocalTimeZone).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>
    /// A span in the two units that matter: <c>340 ms</c>, <c>4.56 s</c>, <c>3 min 5 s</c>, <c>2 h 3 min</c>, <c>5 d 4 h</c>.
    /// </summary>
    public static string Span(TimeSpan span) => span switch
    {
        { Ticks: < 0 } => Span(TimeSpan.Zero),
        { TotalSeconds: < 1 } => Invariant($"{span.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 60 } => Invariant($"{span.TotalSeconds:0.##} s"),
        { TotalMinutes: < 60 } => Two(span.Minutes, "min", span.Seconds, "s"),
        { TotalHours: < 24 } => Two(span.Hours, "h", span.Minutes, "min"),
        _ => Two((int)span.TotalDays, "d", span.Hours, "h"),
    };

    /// <summary>How many runs failed, of how many that may: <c>2 of 4</c>.</summary>
    public static string Attempts(JobView job) => Invariant($"{job.Failures} of {job.MaxAttempts}");

    /// <summary>A number as a table shows it.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>So many of something: <c>1 job</c>, <c>2,000 jobs</c>.</summary>
    public static string Count(long number, string one, string? several = null) =>
        Invariant($"{number:N0} {(number == 1 ? one : several ?? $"{one}s")}");

    /// <summary>An error on a line, without its stack.</summary>
    public static string Error(JobError error) => $"{error.Type}: {error.Message.ReplaceLineEndings(" ")}";

    /// <summary>How far a task is: <c>3/10 converting</c>.</summary>
    public static string Progress(JobProgress progress)
    {
        var count = progress.Total > 0 ? Invariant($"{progress.Current:0.##}/{progress.Total:0.##}")
            : Invariant($"{progress.Current:0.##}");
        return progress.Message is null ? count : $"{count} {progress.Message}";
    }

    /// <summary>The beginning of a long text, and how long it is.</summary>
    public static string? Shortened(string? text) => text is { Length: > Longest }
        ? string.Create(CultureInfo.InvariantCulture,
            $"{text[..Longest]}... ({text.Length:N0} characters; --output json shows all)")
        : text;

    /// <summary>Text that only prints: what would move the cursor, or turn the direction of writing, shows as its code.</summary>
    public static string Printable(string text) => text.AsSpan().ContainsAny(Unprintable)
        ? string.Concat(text.Select(c =>
            c is '\t' ? "    " : !Unprintable.Contains(c) ? c.ToString() : c < 256 ? Invariant($"\\x{(int)c:x2}") : Invariant($"\\u{(int)c:x4}")))
        : text;

    /// <summary>The beginning of a text that is wider on a terminal than there is room, before an ellipsis.</summary>
    public static string Beginning(string text, int width)
    {
        if (new Ink(text).Width <= width)
            return text;
        var characters = StringInfo.GetTextElementEnumerator(text);
        var shown = new StringBuilder();
        for (var room = width - 1; characters.MoveNext() && (room -= new Ink(characters.GetTextElement()).Width) >= 0;)
            shown.Append(characters.GetTextElement());
        return shown.Append('…').ToString();
    }

    /// <summary>The end of a text that is too wide, behind an ellipsis.</summary>
    public static string Ending(string text, int width) => text.Length <= width ? text : $"…{text[^(width - 1)..]}";

    private static string Two(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? $"{large} {largeUnit}" : $"{large} {largeUnit} {small} {smallUnit}";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
