using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gristmill.Execution.Json;

/// <summary>
/// The scalars that are read in a way of our own: the serializer's would depend on the machine's time zone, lose something or be
/// unknown to the check.
/// </summary>
internal static class Scalars
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;

    private const string Time = "date and time (2030-12-31T23:59:59Z)";

    // The longest is 9999-12-31T23:59:59.9999999999999999+14:00.
    private const int LongestTime = 42;

    private static readonly SearchValues<char> OfTimes = SearchValues.Create("0123456789-:.TZ+");

    private static readonly IScalar[] All =
    [
        new NumberScalar<double>("double", NumberStyles.Float, Within(double.MaxValue), double.NaN, double.PositiveInfinity,
            double.NegativeInfinity),
        new NumberScalar<float>("float", NumberStyles.Float, Within(float.MaxValue), float.NaN, float.PositiveInfinity,
            float.NegativeInfinity),
        new NumberScalar<Half>("half", NumberStyles.Float, Within(Half.MaxValue), Half.NaN, Half.PositiveInfinity,
            Half.NegativeInfinity),
        new NumberScalar<decimal>("decimal", NumberStyles.Float, Within(decimal.MaxValue)),
        new NumberScalar<Int128>("int128", Whole, Within(Int128.MaxValue)),
        new NumberScalar<UInt128>("uint128", Whole, $" from 0 to {UInt128.MaxValue}"),
        new NumberScalar<BigInteger>("biginteger", Whole),
        new TextScalar<Guid>("uuid", "UUID", (text, out value) => Guid.TryParseExact(text, "D", out value), value =>
            value.ToString()),
        new TextScalar<DateTimeOffset>("date-time", Time, TryReadTime, value =>
            Written(value.DateTime, value.ToString("zzz", CultureInfo.InvariantCulture))),
        new TextScalar<DateTime>("date-time", Time, TryReadTime, value =>
            value.Kind is DateTimeKind.Unspecified ? Written(value, "") : Written(value.ToUniversalTime(), "Z")),
        new TextScalar<DateOnly>("date", "date (2030-12-31)",
            (text, out value) =>
                DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value),
            value => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        new TextScalar<TimeOnly>("time", "time (23:59:59)", TryReadTimeOfDay, value => value.ToTimeSpan().ToString("c")),
        new TextScalar<TimeSpan>(JsonFormat.TimeSpan, "duration (1.23:59:59)",
            (text, out value) => TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out value), value => value.ToString("c")),
        new TextScalar<byte[]>(JsonFormat.Base64, "base64 string", TryReadBytes, Convert.ToBase64String, (writer, value) =>
            writer.WriteBase64StringValue(value)),
        new TextScalar<ReadOnlyMemory<byte>>(JsonFormat.Base64, "base64 string", TryReadBytes, value =>
            Convert.ToBase64String(value.Span),
            (writer, value) => writer.WriteBase64StringValue(value.Span)),
        new TextScalar<Memory<byte>>(JsonFormat.Base64, "base64 string", TryReadBytes, value =>
            Convert.ToBase64String(value.Span),
            (writer, value) => writer.WriteBase64StringValue(value.Span)),
        new TextScalar<Uri>("uri", "URI", (text, out value) =>
            Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out value!), value => value.OriginalString),
        new TextScalar<Version>("version", "version (1.2.3)", (text, out value) => Version.TryParse(text, out value!), value =>
            value.ToString()),
        new TextScalar<IPAddress>("ip", "IP address", TryReadAddress, value => value.ToString()),
        new TextScalar<IPEndPoint>("ip-endpoint", "IP address and port (10.0.0.1:80)", (text, out value) =>
            IPEndPoint.TryParse(text, out value!), value => value.ToString()),
        new TextScalar<IPNetwork>("ip-network", "network (10.0.0.0/8)", (text, out value) =>
            IPNetwork.TryParse(text, out value), value => value.ToString()),
        new TextScalar<FileInfo>("path", "path", (text, out value) =>
            (value = IsPath(text) ? new FileInfo(text) : null!) is not null, value => value.FullName),
        new TextScalar<DirectoryInfo>("path", "path", (text, out value) =>
            (value = IsPath(text) ? new DirectoryInfo(text) : null!) is not null, value => value.FullName),
    ];

    // As names of members, where they are texts.
    private static readonly (Type Type, string Format, JsonFormat Check)[] Integers =
    [
        Key<sbyte>("int8"), Key<byte>("uint8"), Key<short>("int16"), Key<ushort>("uint16"),
        Key<int>("int32"), Key<uint>("uint32"), Key<long>("int64"), Key<ulong>("uint64"),
    ];

    private static readonly FrozenDictionary<string, JsonFormat> Formats =
        All.DistinctBy(scalar => scalar.Format).Select(scalar => (scalar.Format, scalar.Check))
            .Concat(Integers.Select(key => (key.Format, key.Check)))
            .ToFrozenDictionary(known => known.Format, known => known.Check);

    public static IEnumerable<JsonConverter> Converters => All.Cast<JsonConverter>();

    public static JsonFormat? FormatOf(string name) => Formats.GetValueOrDefault(name);

    /// <summary>The scalar of a type, or of what it is the nullable of; null if it has none.</summary>
    public static IScalar? Find(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return Array.Find(All, scalar => scalar.CanConvert(type));
    }

    /// <summary>What values of a type are called as names of members; null if they are none of these.</summary>
    public static string? KeyOf(Type type) => Find(type)?.Format ?? Array.Find(Integers, key => key.Type == type).Format;

    private static (Type, string, JsonFormat) Key<T>(string format) where T : IBinaryInteger<T>
    {
        return (typeof(T), format, new JsonFormat($"whole number ({format})", text => TryRead(text, out _), Written: Written));

        bool TryRead(string text, out T number) => T.TryParse(text, Whole, CultureInfo.InvariantCulture, out number!);

        string Written(string text) => TryRead(text, out var number) ? number.ToString(null, CultureInfo.InvariantCulture) : text;
    }

    private static string Within<T>(T most) => string.Create(CultureInfo.InvariantCulture, $" from -{most} to {most}");

    private static string Written(DateTime time, string zone) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + zone;

    // Without an offset it is UTC.
    private static bool TryReadTime(string text, out DateTimeOffset value) => TryReadTime(text, out value, out _);

    // With an offset it becomes UTC; without one it stays a time of no place.
    private static bool TryReadTime(string text, out DateTime value)
    {
        var isTime = TryReadTime(text, out var time, out var hasOffset);
        value = hasOffset ? time.UtcDateTime : time.DateTime;
        return isTime;
    }

    // The serializer's reader knows the forms of ISO 8601, but where the offset is left out it asks the machine for its zone.
    private static bool TryReadTime(string text, out DateTimeOffset value, out bool hasOffset)
    {
        (value, hasOffset) = (default, text.EndsWith('Z') || (text.Length > 10 && text.AsSpan(10).ContainsAny('+', '-')));
        if (text.Length is 0 or > LongestTime || text.AsSpan().ContainsAnyExcept(OfTimes))
            return false;
        Span<byte> json = stackalloc byte[LongestTime + 2];
        var length = Encoding.ASCII.GetBytes($"\"{text}\"", json);
        var reader = new Utf8JsonReader(json[..length]);
        reader.Read();
        if (hasOffset)
            return reader.TryGetDateTimeOffset(out value);
        var isTime = reader.TryGetDateTime(out var time);
        value = new DateTimeOffset(time, TimeSpan.Zero);
        return isTime;
    }

    private static bool TryReadTimeOfDay(string text, out TimeOnly value)
    {
        var isTime = TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero
            && span.Days == 0;
        value = isTime ? TimeOnly.FromTimeSpan(span) : default;
        return isTime;
    }

    private static bool TryReadBytes(string text, out byte[] value)
    {
        value = new byte[text.Length / 4 * 3 + 3];
        var isBase64 = Convert.TryFromBase64String(text, value, out var count);
        Array.Resize(ref value, count);
        return isBase64;
    }

    private static bool TryReadBytes(string text, out ReadOnlyMemory<byte> value)
    {
        var isBase64 = TryReadBytes(text, out byte[] bytes);
        value = bytes;
        return isBase64;
    }

    private static bool TryReadBytes(string text, out Memory<byte> value)
    {
        var isBase64 = TryReadBytes(text, out byte[] bytes);
        value = bytes;
        return isBase64;
    }

    // One number alone would be an address to the framework.
    private static bool TryReadAddress(string text, out IPAddress value) =>
        IPAddress.TryParse(text, out value!)
            && (value.AddressFamily is AddressFamily.InterNetworkV6 || text.AsSpan().Count('.') == 3);

    private static bool IsPath(string text) => text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal);
}
