using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Gristmill.Execution.Json;

/// <summary>JSON as it is. The serializer's own converter would take members whose names differ in case for one.</summary>
internal sealed class JsonNodes : JsonConverterFactory
{
    /// <summary>The schema of a kind of node, without null; null if it may be anything, or if the type is none.</summary>
    public static JsonObject? SchemaOf(Type type) =>
        type == typeof(JsonObject) ? new() { ["type"] = "object" }
        : type == typeof(JsonArray) ? new() { ["type"] = "array" }
        : type == typeof(JsonValue) ? new() { ["type"] = new JsonArray("string", "number", "boolean") } : null;

    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert == typeof(JsonNode) || SchemaOf(typeToConvert) is not null;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<T> : JsonConverter<T> where T : JsonNode
    {
        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonNode.Parse(ref reader) as T ?? throw new JsonException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            value.WriteTo(writer, options);
    }
}
