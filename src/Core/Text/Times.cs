using System.Globalization;
using System.Text.RegularExpressions;

namespace Gristmill.Core;

/// <summary>How spans of time and times are written, on the command line and in files.</summary>
public static partial class Times
{
    /// <summary>How to write a span, for those whose text was refused.</summary>
    public const string SpanRule = "give 30s, 5m, 1h30m, 250ms, 1d, 90 for seconds, or hours as 01:30:00";

    /// <summary>How to write a time, for those whose text was refused.</summary>
    public const string TimeRule = "give 2026-03-01T14:05 for UTC, 2026-03-01T14:05+01:00, or 2026-03-01T14:05[Europe/Berlin]";

    /// <summary>Reads a span of time as <see cref="SpanRule"/> says.</summary>
    public static bool TryParseSpan(string text, out TimeSpan span)
    {
        span = TimeSpan.Zero;
        if (text.Contains(':', StringComparison.Ordinal))
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out span) && span >= TimeSpan.Zero;
        // A number alone means seconds.
        var match = Spans().Match(text.All(c => char.IsAsciiDigit(c) || c is '.') ? $"{text}s" : text);
        var seconds = match.Groups[1].Captures.Zip(match.Groups[2].Captures)
            .Sum(part => double.Parse(part.First.ValueSpan, CultureInfo.InvariantCulture) * SecondsOf(part.Second.Value));
        if (!match.Success || seconds >= TimeSpan.MaxValue.TotalSeconds)
            return false;
        span = TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>
    /// Reads a date, with or without a time of day: UTC, whichever machine reads it, unless it has an offset or the name of a
    /// time zone behind it (RFC 9557).
    /// </summary>
    public static bool TryParseTime(string text, out DateTimeOffset time) => Wrong(text, out time) is null;

    /// <summary>Why a text is no time, to follow what it is: <c> is no time; give …</c></summary>
    public static string WhyNoTime(string text) => Wrong(text, out _) ?? "";

    private static string? Wrong(string text, out DateTimeOffset time)
    {
        time = default;
        var parts = Dates().Match(text);
        if (!parts.Success
            || !DateTimeOffset.TryParse(parts.Groups["time"].ValueSpan, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time))
            return $"is no time; {TimeRule}";
        if (!parts.Groups["zone"].Success)
            return null;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(parts.Groups["zone"].Value, out var zone))
            return $"is in {parts.Groups["zone"].Value}, which is no time zone that is known here; {TimeRule}";
        return Offsets().IsMatch(parts.Groups["time"].ValueSpan) ? Contradiction(zone, time)
            : Wrong(zone, time.DateTime, ref time);
    }

    // Clocks leave out an hour in spring, and have one twice in autumn.
    private static string? Wrong(TimeZoneInfo zone, DateTime local, ref DateTimeOffset time)
    {
        if (zone.IsInvalidTime(local))
            return $"is left out in {zone.Id}, where clocks are put forward then; give another, or an offset";
        if (zone.IsAmbiguousTime(local))
        {
            var both = zone.GetAmbiguousTimeOffsets(local).OrderDescending()
                .Select(offset => Written(new DateTimeOffset(local, offset)));
            return $"is twice in {zone.Id}, where clocks are put back then; give {string.Join(" or ", both)}";
        }
        time = new DateTimeOffset(local, zone.GetUtcOffset(local));
        return null;
    }

    private static string? Contradiction(TimeZoneInfo zone, DateTimeOffset time) => zone.GetUtcOffset(time) == time.Offset ? null
        : $"has another offset than {zone.Id}, where it is {Written(TimeZoneInfo.ConvertTime(time, zone))}; give one of the two";

    private static string Written(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>A span in full: <c>20 ms</c>, <c>1 h 30 min</c>, <c>2.5 s</c>.</summary>
    public static string Words(TimeSpan span)
    {
        if (span < TimeSpan.Zero)
            return $"-{Words(span.Negate())}";
        var seconds = span.Ticks % TimeSpan.TicksPerMinute / (decimal)TimeSpan.TicksPerSecond;
        if (span.TotalSeconds < 1)
            return span == TimeSpan.Zero ? "0 s" : FormattableString.Invariant($"{span.TotalMilliseconds:0.####} ms");
        return string.Join(' ', new[]
        {
            span.Days > 0 ? $"{span.Days} d" : null,
            span.Hours > 0 ? $"{span.Hours} h" : null,
            span.Minutes > 0 ? $"{span.Minutes} min" : null,
            seconds > 0 ? FormattableString.Invariant($"{seconds:0.#######} s") : null,
        }.OfType<string>());
    }

    private static double SecondsOf(string unit) => unit switch
    {
        "ms" => 0.001,
        "m" or "min" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => 1,
    };

    [GeneratedRegex(@"^(?:(\d{1,9}(?:\.\d{1,9})?)(ms|s|min|m|h|d))+$")]
    private static partial Regex Spans();

    [GeneratedRegex(@"^(?<time>\d{4}-\d{2}-\d{2}(?:[T ]\d[^\[]*)?)(?:\[(?<zone>[^\]]+)\])?$")]
    private static partial Regex Dates();

    [GeneratedRegex(@"[T ].*(?:Z|[+-]\d{1,2}:?\d{0,2})$", RegexOptions.IgnoreCase)]
    private static partial Regex Offsets();
}
