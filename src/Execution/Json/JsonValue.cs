using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Gristmill.Execution.Json;

internal sealed class JsonValue<T>(JsonTypeInfo<T> json) : JsonResult<T>
{
    protected override ValueTask WriteAsync(Utf8JsonWriter writer, T value, CancellationToken stopping)
    {
        Write(writer, value, json);
        return default;
    }
}
