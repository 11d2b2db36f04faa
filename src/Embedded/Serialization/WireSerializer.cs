using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Gristmill.Embedded;

/// <summary>Arguments, results and errors as JSON. Members go by the numbers of their <see cref="IdAttribute"/>.</summary>
internal sealed class WireSerializer
{
    private readonly JsonSerializerOptions _options;

    public WireSerializer(Node node)
    {
        _options = new()
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { WireContract.Apply } },
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            IncludeFields = true,
            Converters =
            {
                new ReferenceConverterFactory(node),
                new TextConverter<GrainId>(GrainId.Parse, id => id.ToString()),
                new TextConverter<SiloAddress>(SiloAddress.FromParsableString, silo => silo.ToParsableString()),
            },
        };
        _options.MakeReadOnly();
        Errors = new(_options);
    }

    public ErrorSerializer Errors { get; }

    /// <summary>Writes each argument behind its length, so that the reader need not look for its end.</summary>
    public void WriteArguments(FrameWriter frame, GrainMethod method, object?[] args)
    {
        for (var i = 0; i < method.Parameters.Length; i++)
        {
            var start = frame.Length;
            frame.Write(0);
            var json = frame.Json;
            JsonSerializer.Serialize(json, args[i], _options.GetTypeInfo(method.Parameters[i]));
            json.Flush();
            frame.WriteLength(start);
        }
    }

    /// <summary>Reads arguments; the place of the token, if there is one, stays empty.</summary>
    /// <exception cref="JsonException">They do not fit the method.</exception>
    public object?[] ReadArguments(ref FrameReader frame, GrainMethod method)
    {
        var args = new object?[method.Parameters.Length + (method.TakesToken ? 1 : 0)];
        for (var i = 0; i < method.Parameters.Length; i++)
        {
            if (frame.Rest.IsEmpty)
                throw new JsonException($"{method.Parameters.Length} arguments were expected, {i} came.");
            args[i] = JsonSerializer.Deserialize(frame.ReadBytes(), _options.GetTypeInfo(method.Parameters[i]));
        }

        return args;
    }

    public void Write<T>(FrameWriter frame, T value)
    {
        var json = frame.Json;
        JsonSerializer.Serialize(json, value, (JsonTypeInfo<T>)_options.GetTypeInfo(typeof(T)));
        json.Flush();
    }

    public T? Read<T>(ReadOnlySpan<byte> body) =>
        JsonSerializer.Deserialize(body, (JsonTypeInfo<T>)_options.GetTypeInfo(typeof(T)));
}

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

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(format(value));
}

/// <summary>References to grains and observers travel as their identity, and are the receiving process's own there.</summary>
internal sealed class ReferenceConverterFactory(Node node) : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => GrainMethod.IsGrainInterface(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)GetType().GetMethod(nameof(ConverterOf))!.MakeGenericMethod(typeToConvert).Invoke(this, null)!;

    public JsonConverter ConverterOf<T>()
        where T : class, IAddressable => new TextConverter<T>(id => node.Factory.GetGrain<T>(GrainId.Parse(id)), IdOf);

    private static string IdOf<T>(T value) => value is GrainReference reference ? reference.GrainId.ToString()
        : throw new NotSupportedException(
            $"A {value!.GetType().Name} is no reference. Send AsReference or CreateObjectReference<{typeof(T).Name}> of it.");
}
