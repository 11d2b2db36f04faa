using System.Globalization;
using System.Text.Json;

namespace Gristmill.Grains.Plugins.Arguments;

/// <summary>A form that a string must have, with its name for people.</summary>
internal sealed record JsonFormat(string Noun, string Article, Func<JsonElement, bool> Accepts)
{
    public static JsonFormat? Find(string? format) => format switch
    {
        "uuid" => Uuid,
        "date-time" => DateTime,
        "date" => Date,
        "time" => Time,
        "duration" => Duration,
        "base64" => Base64,
        "character" => Character,
        _ => null,
    };

    private static readonly JsonFormat Uuid = new("UUID", "a", value => value.TryGetGuid(out _));
    private static readonly JsonFormat DateTime = new("date and time (2030-12-31T23:59:59Z)", "a", value => value.TryGetDateTime(out _));
    private static readonly JsonFormat Date = new("date (2030-12-31)", "a",
        value => DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
    private static readonly JsonFormat Time = new("time (23:59:59)", "a",
        value => TimeOnly.TryParse(value.GetString(), CultureInfo.InvariantCulture, out _));
    private static readonly JsonFormat Duration = new("duration (1.23:59:59)", "a",
        value => TimeSpan.TryParseExact(value.GetString(), "c", CultureInfo.InvariantCulture, out _));
    private static readonly JsonFormat Base64 = new("base64 string", "a", value => value.TryGetBytesFromBase64(out _));
    private static readonly JsonFormat Character = new("string of one character", "a", value => value.GetString()!.Length == 1);
}
