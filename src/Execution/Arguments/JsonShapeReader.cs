using System.Text.Json;
using Gristmill.Execution.Json;

namespace Gristmill.Execution.Arguments;

/// <summary>
/// Reads a JSON Schema into a <see cref="CompiledSchema"/>. References lead to shapes already read, so that recursive types end.
/// </summary>
public sealed class JsonShapeReader
{
    private readonly Dictionary<string, CompiledSchema> _byPath = [];
    private readonly JsonElement _root;

    private readonly bool _takesTransforms;

    private JsonShapeReader(JsonElement root, bool takesTransforms) => (_root, _takesTransforms) = (root, takesTransforms);

    /// <param name="schema">The schema, as JSON text.</param>
    /// <param name="takesTransforms">Whether transforms may stand for the value and for all that is in it.</param>
    public static CompiledSchema Read(string schema, bool takesTransforms = false)
    {
        using var document = JsonDocument.Parse(schema);
        return new JsonShapeReader(document.RootElement, takesTransforms).Read(document.RootElement, "#");
    }

    private CompiledSchema Read(JsonElement schema, string path)
    {
        if (_byPath.TryGetValue(path, out var known))
            return known;
        if (schema.ValueKind != JsonValueKind.Object)
            return schema.ValueKind == JsonValueKind.False ? new CompiledSchema { Kinds = JsonKinds.None }
                : CompiledSchema.Anything;
        if (schema.TryGetProperty("$ref", out var reference))
            return Follow(reference.GetString()!);

        var shape = _byPath[path] = new CompiledSchema { TakesTransforms = _takesTransforms };
        foreach (var keyword in schema.EnumerateObject())
            Apply(shape, keyword.Name, keyword.Value, $"{path}/{keyword.Name}");
        return shape;
    }

    private void Apply(CompiledSchema shape, string keyword, JsonElement value, string path)
    {
        switch (keyword)
        {
            case "type":
                shape.Kinds &= value.ValueKind == JsonValueKind.Array
                    ? value.EnumerateArray().Aggregate(JsonKinds.None, (kinds, kind) => kinds | KindOf(kind.GetString()))
                    : KindOf(value.GetString());
                break;
            case "enum":
                shape.Choices =
                    [.. value.EnumerateArray().Where(choice => choice.ValueKind is not JsonValueKind.Null)
                    .Select(choice => choice.ToString())];
                shape.Kinds &= value.EnumerateArray()
                    .Aggregate(JsonKinds.None, (kinds, choice) => kinds | KindOf(choice.ValueKind));
                break;
            case "minimum":
                shape.Minimum = value.GetDecimal();
                break;
            case "maximum":
                shape.Maximum = value.GetDecimal();
                break;
            case "exclusiveMinimum":
                shape.Above = value.GetDecimal();
                break;
            case "exclusiveMaximum":
                shape.Below = value.GetDecimal();
                break;
            case "format" or "contentEncoding":
                shape.Format = JsonFormat.Find(value.GetString()) ?? shape.Format;
                break;
            case "pattern":
                shape.Pattern = JsonFormat.Matching(value.GetString()!);
                break;
            case "minLength":
                shape.MinLength = value.GetInt32();
                break;
            case "maxLength":
                shape.MaxLength = value.GetInt32();
                break;
            case "items":
                shape.Items = Read(value, path);
                break;
            case "minItems":
                shape.MinItems = value.GetInt32();
                break;
            case "maxItems":
                shape.MaxItems = value.GetInt32();
                break;
            case "properties":
                foreach (var member in value.EnumerateObject())
                {
                    if (member.Value.ValueKind == JsonValueKind.Object && member.Value.TryGetProperty("const", out var constant))
                        shape.Kind = new Discriminator(member.Name, constant.Clone());
                    else
                        shape.Members[member.Name] = Read(member.Value, $"{path}/{Escape(member.Name)}");
                }
                break;
            case "required":
                shape.RequiredMembers = [.. value.EnumerateArray().Select(name => name.GetString()!)];
                break;
            case "propertyNames":
                shape.Names = Read(value, path);
                break;
            case "additionalProperties":
                (shape.Closed, shape.OtherMembers) = (value.ValueKind == JsonValueKind.False, Read(value, path));
                break;
            case "anyOf":
                shape.Alternatives = [.. value.EnumerateArray().Select((alternative, i) => Read(alternative, $"{path}/{i}"))];
                break;
        }
    }

    private CompiledSchema Follow(string pointer)
    {
        if (_byPath.TryGetValue(pointer, out var known))
            return known;
        var target = _root;
        foreach (var step in pointer.Split('/').Skip(1).Select(Unescape))
        {
            if (target.ValueKind == JsonValueKind.Array && int.TryParse(step, out var i) && i < target.GetArrayLength())
                target = target[i];
            else if (target.ValueKind == JsonValueKind.Object && target.TryGetProperty(step, out var member))
                target = member;
            else
                return CompiledSchema.Anything;
        }
        return Read(target, pointer);
    }

    private static string Escape(string step) =>
        step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static string Unescape(string step) =>
        step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    // Of a choice.
    private static JsonKinds KindOf(JsonValueKind choice) => choice switch
    {
        JsonValueKind.String => JsonKinds.String,
        JsonValueKind.Number => JsonKinds.Integer | JsonKinds.Number,
        _ => JsonKinds.Null,
    };

    private static JsonKinds KindOf(string? type) => type switch
    {
        "null" => JsonKinds.Null,
        "boolean" => JsonKinds.Boolean,
        "integer" => JsonKinds.Integer,
        "number" => JsonKinds.Integer | JsonKinds.Number,
        "string" => JsonKinds.String,
        "array" => JsonKinds.Array,
        "object" => JsonKinds.Object,
        _ => JsonKinds.Any,
    };
}
