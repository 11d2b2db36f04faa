using System.Globalization;
using System.Text.RegularExpressions;

namespace Gristmill;

/// <summary>How spans of time and times are written, on the command line and in files.</summary>
internal static partial class Times
{
    public const string SpanRule = "give 30s, 5m, 1h30m, 250ms, 1d, 90 for seconds, or hours as 01:30:00";

    public const string TimeRule = "give 2026-03-01T14:05, with Z or +01:00 behind it if it is not local time";

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

    /// <summary>Reads a date, with or without a time of day; local time unless it says another.</summary>
    public static bool TryParseTime(string text, out DateTimeOffset time)
    {
        time = default;
        return Dates().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out time);
    }

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

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}(?:[T ]\d|$)")]
    private static partial Regex Dates();
}

/// <summary>A moment as people name one: a time, or how long ago it was.</summary>
internal readonly record struct Moment(DateTimeOffset Time, TimeSpan? Ago)
{
    public static bool TryParse(string text, out Moment moment)
    {
        var isSpan = Times.TryParseSpan(text, out var ago);
        var isTime = Times.TryParseTime(text, out var time);
        moment = new Moment(time, isSpan ? ago : null);
        return isSpan || isTime;
    }

    /// <summary>The time it is, seen from now.</summary>
    public DateTimeOffset On(TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return Ago is not { } ago ? Time : now - DateTimeOffset.MinValue < ago ? DateTimeOffset.MinValue : now - ago;
    }
}
