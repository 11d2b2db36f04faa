using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gristmill.Embedded;

/// <summary>A value that travels as text.</summary>
internal sealed class TextConverter<T>(Func<string, T> parse, Func<T, string> format) : JsonConverter<T>
    where T : notnull
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return parse(reader.GetString()!);
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(format(value));
}

/// <summary>References to grains and observers travel as their identity, and are references of the receiving process there.</summary>
internal sealed class ReferenceConverterFactory(Node node) : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => GrainMethod.IsGrainInterface(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)typeof(ReferenceConverterFactory).GetMethod(nameof(ConverterOf))!.MakeGenericMethod(typeToConvert).Invoke(this, null)!;

    public JsonConverter ConverterOf<T>()
        where T : class, IAddressable => new TextConverter<T>(id => node.Factory.GetGrain<T>(GrainId.Parse(id)), IdOf);

    private static string IdOf<T>(T value) => value is GrainReference reference ? reference.GrainId.ToString()
        : throw new NotSupportedException(
            $"A {value!.GetType().Name} is no reference. Send AsReference<{typeof(T).Name}>() of the grain, or CreateObjectReference of the observer.");
}
