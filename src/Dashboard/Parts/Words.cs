using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gristmill.Core;

namespace Gristmill.Dashboard.Parts;

/// <summary>Values as people read them.</summary>
internal static class Words
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>About how long, in one unit or two: <c>250 ms</c>, <c>3.2 s</c>, <c>4 min 10 s</c>, <c>2 d 3 h</c>.</summary>
    public static string Span(TimeSpan time) => time.Duration() switch
    {
        { TotalMilliseconds: < 10 } short_ => Text($"{short_.TotalMilliseconds:0.#} ms"),
        { TotalSeconds: < 1 } brief => Text($"{brief.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 10 } few => Text($"{few.TotalSeconds:0.0} s"),
        { TotalMinutes: < 1 } seconds => Text($"{Math.Floor(seconds.TotalSeconds)} s"),
        { TotalHours: < 1 } minutes => Text($"{minutes.Minutes} min {minutes.Seconds} s"),
        { TotalDays: < 1 } hours => Text($"{hours.Hours} h {hours.Minutes} min"),
        var days => Text($"{days.Days} d {days.Hours} h"),
    };

    /// <summary>How far back or ahead: <c>3 s ago</c>, <c>in 5 min</c>.</summary>
    public static string Relative(DateTimeOffset time, DateTimeOffset now) => (now - time) switch
    {
        { TotalSeconds: < 1 and > -1 } => "now",
        { Ticks: < 0 } ahead => $"in {Rough(-ahead)}",
        var back => $"{Rough(back)} ago",
    };

    /// <summary>To the millisecond.</summary>
    public static string Exact(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture);

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A rate with as many digits as matter.</summary>
    public static string Rate(double rate) => rate switch
    {
        < 0.005 => "0",
        < 10 => Text($"{rate:0.##}"),
        < 100 => Text($"{rate:0.#}"),
        _ => Number((long)Math.Round(rate)),
    };

    public static string Bytes(long bytes) => bytes switch
    {
        < 1 << 10 => Text($"{bytes} B"),
        < 1 << 20 => Text($"{bytes / 1024.0:0.#} KiB"),
        < 1 << 30 => Text($"{bytes / 1048576.0:0.#} MiB"),
        _ => Text($"{bytes / 1073741824.0:0.##} GiB"),
    };

    /// <summary>
    /// JSON with line breaks, for text that is escaped for HTML where it is shown; a text that is no JSON as it is.
    /// </summary>
    public static string Pretty(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            // No encoder leaves characters as they are that take two of UTF-16, such as emoji.
            return JsonText.Canonical(JsonSerializer.Serialize(document.RootElement, Indented));
        }
        catch (JsonException)
        {
            return json;
        }
    }

    public static string Plural(long count, string one, string? many = null) =>
        $"{Number(count)} {(count == 1 ? one : many ?? one + "s")}";

    private static string Rough(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => Text($"{Math.Floor(time.TotalSeconds)} s"),
        { TotalHours: < 1 } => Text($"{Math.Floor(time.TotalMinutes)} min"),
        { TotalDays: < 1 } => Text($"{Math.Floor(time.TotalHours)} h"),
        _ => Text($"{Math.Floor(time.TotalDays)} d"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
