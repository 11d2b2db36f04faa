using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gristmill.Grains.Plugins.Arguments;

/// <summary>A form that a string must have, with its name for people. A form accepts exactly what the serializer reads.</summary>
internal sealed record JsonFormat(string Noun, Func<JsonElement, bool> Accepts)
{
    private static readonly Dictionary<string, JsonFormat> Known = new()
    {
        ["uuid"] = new("UUID", value => value.TryGetGuid(out _)),
        ["date-time"] = new("date and time (2030-12-31T23:59:59Z)", value => value.TryGetDateTime(out _)),
        ["date"] = new("date (2030-12-31)", value =>
            DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)),
        ["time"] = new("time (23:59:59)", value => IsTimeSpan(value, out var time) && time >= TimeSpan.Zero && time.Days == 0),
        [TimeSpanFormat] = new("duration (1.23:59:59)", value => IsTimeSpan(value, out _)),
        [Base64] = new("base64 string", value => value.TryGetBytesFromBase64(out _)),
        ["uri"] = new("URI", value => Uri.TryCreate(value.GetString(), UriKind.RelativeOrAbsolute, out _)),
    };

    /// <summary>Our own word in <c>format</c>: days.hours:minutes:seconds. The standard's <c>duration</c> is another form.</summary>
    public const string TimeSpanFormat = "timespan";

    /// <summary>A value of <c>contentEncoding</c>.</summary>
    public const string Base64 = "base64";

    private static bool IsTimeSpan(JsonElement value, out TimeSpan time) =>
        TimeSpan.TryParseExact(value.GetString(), "c", CultureInfo.InvariantCulture, out time);

    /// <summary>A form by its name in a schema, or null if it is none that is checked.</summary>
    public static JsonFormat? Find(string? name) => name is null ? null : Known.GetValueOrDefault(name);

    /// <summary>The form that a regular expression describes. What takes it longer than a tenth of a second does not match.</summary>
    public static JsonFormat Matching(string pattern)
    {
        var expression = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(100));
        return new($"string that matches {pattern}", value =>
        {
            try
            {
                return expression.IsMatch(value.GetString()!);
            }
            catch (RegexMatchTimeoutException)
            {
                return false;
            }
        });
    }
}
