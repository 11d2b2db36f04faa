using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Gristmill.Execution.Json;

internal sealed class JsonAsyncSequence<T, TElement>(JsonTypeInfo<TElement> json) : JsonResult<T>
    where T : IAsyncEnumerable<TElement>
{
    protected override async ValueTask WriteAsync(Utf8JsonWriter writer, T value, CancellationToken stopping)
    {
        writer.WriteStartArray();
        await foreach (var element in value.WithCancellation(stopping))
        {
            stopping.ThrowIfCancellationRequested();
            Write(writer, element, json);
        }
        writer.WriteEndArray();
    }
}
