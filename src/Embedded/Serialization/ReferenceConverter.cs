using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gristmill.Embedded;

/// <summary>References to grains and observers travel as their identity, and are references of the receiving process there.</summary>
internal sealed class ReferenceConverterFactory(Node node) : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => GrainInterface.IsGrainInterface(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(ReferenceConverter<>).MakeGenericType(typeToConvert), node)!;
}

/// <inheritdoc cref="ReferenceConverterFactory"/>
internal sealed class ReferenceConverter<T>(Node node) : JsonConverter<T>
    where T : class, IAddressable
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        node.Factory.GetGrain<T>(GrainId.Parse(reader.GetString()!));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if (value is not GrainReference reference)
            throw new NotSupportedException(
                $"A {value.GetType().Name} is no reference. Send AsReference<{typeof(T).Name}>() of the grain, or CreateObjectReference of the observer.");
        writer.WriteStringValue(reference.GrainId.ToString());
    }
}
