using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Gristmill.Core;

namespace Gristmill.Json;

/// <summary>
/// The JSON of the console and of the REST API: one object a line, camelCase, enums by name, and a job's arguments and result as
/// the JSON they are. The shapes are generated, since reflecting on them would take longer than asking the cluster.
/// </summary>
public static class JsonViews
{
    private static readonly JsonSerializerOptions Options = new(Shapes.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = Shapes.Default.WithAddedModifier(Embed),
    };

    // Members that hold JSON text.
    private static readonly (Type Type, string Member)[] Embedded =
    [
        (typeof(JobView), "arguments"), (typeof(JobView), "result"), (typeof(JobView), "meta"),
        (typeof(JobView), "resultTransforms"),
        (typeof(TaskView), "resultTransforms"), (typeof(SettingView), "value"),
        (typeof(TransformDescriptor), "jsonSchema"), (typeof(ParameterDescriptor), "jsonSchema"),
        (typeof(ParameterDescriptor), "default"),
    ];

    /// <summary>A value as one line.</summary>
    public static string Line<T>(T value) => JsonSerializer.Serialize(value, (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T)));

    private static void Embed(JsonTypeInfo shape)
    {
        foreach (var member in shape.Properties)
            if (Embedded.Contains((shape.Type, member.Name)))
                member.CustomConverter = new JsonTextConverter();
    }

    /// <summary>Writes JSON text as JSON, on one line whatever its own layout; text that is none as a string.</summary>
    private sealed class JsonTextConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
        {
            try
            {
                using var json = JsonDocument.Parse(LoneSurrogates.Replaced(value));
                json.RootElement.WriteTo(writer);
            }
            catch (JsonException)
            {
                writer.WriteStringValue(value);
            }
        }
    }
}
