using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Gristmill.Execution.Json;

/// <summary>
/// A scalar that is a number, and where it has them by name one of <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>.
/// </summary>
/// <param name="format">Its name in a schema.</param>
/// <param name="style">How it may be written.</param>
/// <param name="bounds">Where it ends, for the end of a sentence.</param>
/// <param name="named">The values that have names.</param>
internal sealed class NumberScalar<T>(string format, NumberStyles style, string bounds = "", params T[] named)
    : JsonConverter<T>, IScalar
    where T : struct, INumberBase<T>
{
    private const string Names = "^(?:NaN|-?Infinity)$";

    private readonly (string Name, T Value)[] _named = [.. named.Select(value => (Text(value), value))];

    public string Format => format;

    public JsonFormat Check => field ??= new(
        string.Join(", ", _named.Select(one => $"\"{one.Name}\"")), text => TryName(text, out _) || TryRead(text, out _),
        number => TryRead(JsonMarshal.GetRawUtf8Value(number), out _), bounds, text => TryName(text, out var value) || TryRead(text, out value) ? Text(value) : text);

    public JsonObject Schema
    {
        get
        {
            var number = style.HasFlag(NumberStyles.AllowExponent) ? "number" : "integer";
            return _named.Length == 0
                ? new() { ["type"] = number, ["format"] = format }
                : new() { ["type"] = new JsonArray(number, "string"), ["format"] = format, ["pattern"] = Names };
        }
    }

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Number when TryRead(reader.HasValueSequence ? reader.ValueSequence.ToArray()
                : reader.ValueSpan, out var number) => number,
            JsonTokenType.String when TryName(reader.GetString()!, out var value) => value,
            _ => throw new JsonException(),
        };

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text
            && (TryName(text, out var value) || TryRead(text, out value)) ? value : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if (T.IsFinite(value))
            writer.WriteRawValue(Text(value), skipInputValidation: true);
        else
            writer.WriteStringValue(Text(value));
    }

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(Text(value));

    private static string Text(T value) => value.ToString(null, CultureInfo.InvariantCulture);

    // A number that is out of range is read as an infinite one, which nobody wrote.
    private bool TryRead(ReadOnlySpan<byte> number, out T value) =>
        T.TryParse(number, style, CultureInfo.InvariantCulture, out value) && T.IsFinite(value);

    private bool TryRead(string number, out T value) =>
        T.TryParse(number, style, CultureInfo.InvariantCulture, out value) && T.IsFinite(value);

    private bool TryName(string text, out T value)
    {
        var found = Array.Find(_named, one => one.Name == text);
        value = found.Value;
        return found.Name is not null;
    }
}
