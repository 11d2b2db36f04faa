using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Gristmill.Execution.Json;

internal sealed class JsonSequence<T, TElement>(JsonTypeInfo<TElement> json) : JsonResult<T> where T : IEnumerable<TElement>
{
    protected override ValueTask WriteAsync(Utf8JsonWriter writer, T value, CancellationToken stopping)
    {
        writer.WriteStartArray();
        foreach (var element in value)
        {
            stopping.ThrowIfCancellationRequested();
            Write(writer, element, json);
        }
        writer.WriteEndArray();
        return default;
    }
}
