using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gristmill.Plugins;

namespace Gristmill.Execution.Json;

/// <summary>
/// Writes what a task returned as JSON, up to a limit. Sequences are written element by element, on the thread of the run, and
/// before each it is looked at whether the run is to stop.
/// </summary>
internal abstract class JsonResult<T>
{
    private static readonly string Serializer = typeof(JsonSerializer).Assembly.GetName().Name!;

    /// <param name="value">What was returned.</param>
    /// <param name="limit">The most bytes of JSON.</param>
    /// <param name="stopping">Ends the writing.</param>
    /// <exception cref="ResultTooLargeException">It has more than the limit.</exception>
    /// <exception cref="TaskFailedException">JSON cannot hold it; the message says what of it.</exception>
    public async ValueTask<string> WriteAsync(T value, int limit, CancellationToken stopping)
    {
        using var buffer = new BoundedBuffer(limit, stopping);
        var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = PluginJson.Encoder, SkipValidation = true });
        if (value is null)
            writer.WriteNullValue();
        else
            await WriteAsync(writer, value, stopping);
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.Written);
    }

    protected abstract ValueTask WriteAsync(Utf8JsonWriter writer, T value, CancellationToken stopping);

    protected static void Write<TValue>(Utf8JsonWriter writer, TValue value, JsonTypeInfo<TValue> json)
    {
        try
        {
            JsonSerializer.Serialize(writer, value, json);
        }
        catch (NotSupportedException e) when (e.Source == Serializer && e.InnerException?.Source is { } source
            && source != Serializer)
        {
            // The serializer has wrapped what the plugin's own code threw.
            ExceptionDispatchInfo.Throw(e.InnerException!);
        }
        catch (Exception e) when (e is JsonException || (e is NotSupportedException && e.Source == Serializer))
        {
            var reason = writer.CurrentDepth < ResultCycle.Deepest ? e.Message
                : ResultCycle.Find(value) ?? $"it is nested more than {ResultCycle.Deepest} deep";
            throw new TaskFailedException($"the result cannot be kept: {reason}", e);
        }
    }

    public static JsonResult<T> Of(JsonSerializerOptions json)
    {
        if (typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(IEnumerable<>))
            return Make(typeof(JsonSequence<,>), typeof(T).GetGenericArguments()[0], json);
        return JsonTypeRules.SequenceOf(typeof(T)) is { } element
            ? Make(typeof(JsonAsyncSequence<,>), element, json)
            : new JsonValue<T>((JsonTypeInfo<T>)json.GetTypeInfo(typeof(T)));
    }

    private static JsonResult<T> Make(Type kind, Type element, JsonSerializerOptions json) =>
        (JsonResult<T>)Activator.CreateInstance(kind.MakeGenericType(typeof(T), element), json.GetTypeInfo(element))!;
}
