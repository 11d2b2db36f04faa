using System.Text.Json;

namespace Gristmill.Execution.Arguments;

/// <summary>A member with a value that all objects of one kind have: <c>"kind": "circle"</c>.</summary>
public sealed record Discriminator(string Name, JsonElement Value)
{
    public bool IsOf(JsonElement value) => value.TryGetProperty(Name, out var given) && given.ValueKind == Value.ValueKind
        && (Value.ValueKind == JsonValueKind.String ? given.ValueEquals(Value.GetString())
            : given.GetRawText() == Value.GetRawText());
}
