using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Gristmill.Execution.Json;

/// <summary>A scalar that is a string.</summary>
/// <param name="format">Its name in a schema.</param>
/// <param name="noun">What it is to people.</param>
/// <param name="read">Reads a value.</param>
/// <param name="write">Writes a value.</param>
/// <param name="writeTo">Writes one that may be large without a string between; null where none is.</param>
internal sealed class TextScalar<T>(
    string format, string noun, ReadText<T> read, Func<T, string> write, Action<Utf8JsonWriter, T>? writeTo = null) : JsonConverter<T>, IScalar where T : notnull
{
    public string Format => format;

    public JsonFormat Check { get; } = new(noun, text => read(text, out _), Written: text =>
        read(text, out var value) ? write(value) : text);

    public JsonObject Schema =>
        new() { ["type"] = "string", [format == JsonFormat.Base64 ? "contentEncoding" : "format"] = format };

    // IPAddress.Loopback and its like are of a class of their own.
    public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(T) || typeToConvert.IsSubclassOf(typeof(T));

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName
            && read(reader.GetString()!, out var value) ? value : throw new JsonException();

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, typeToConvert, options);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if (writeTo is null)
            writer.WriteStringValue(write(value));
        else
            writeTo(writer, value);
    }

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(write(value));
}
