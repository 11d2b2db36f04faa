using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gristmill.Dashboard.Submit;

/// <summary>How a person gives an argument.</summary>
internal enum FieldKind
{
    Text,
    Number,
    Choice,
    Json,
}

/// <summary>One parameter of a task in a form. What is typed becomes JSON as it is; whether it fits is the silo's to say.</summary>
internal sealed class Field
{
    private string _text = "";

    public Field(ParameterDescriptor parameter)
    {
        Parameter = parameter;
        using var schema = JsonDocument.Parse(parameter.JsonSchema);
        (Kind, Choices) = Read(schema.RootElement);
    }

    public ParameterDescriptor Parameter { get; }

    public FieldKind Kind { get; }

    /// <summary>What there is to choose from, as JSON; for <see cref="FieldKind.Choice"/>.</summary>
    public string[] Choices { get; }

    /// <summary>What was typed or chosen.</summary>
    public string Text
    {
        get => _text;
        set => (_text, IsTouched) = (value, true);
    }

    /// <summary>Somebody has been here: an empty text is meant as such.</summary>
    public bool IsTouched { get; private set; }

    /// <summary>Nothing is sent for it, and the task takes its default.</summary>
    public bool IsLeftOut => Text.Length == 0 && !(Kind is FieldKind.Text && Parameter.Required && IsTouched);

    /// <summary>What is typed as JSON, or why it is none.</summary>
    public JsonNode? Value(out string? problem)
    {
        problem = null;
        if (Kind is FieldKind.Text)
            return JsonValue.Create(Text);
        try
        {
            return JsonNode.Parse(Text);
        }
        catch (JsonException) when (Kind is FieldKind.Number)
        {
            // A text where a number belongs: the silo says what it expects.
            return JsonValue.Create(Text);
        }
        catch (JsonException e)
        {
            problem = $"This is no JSON: {e.Message.Split(" LineNumber")[0]}";
            return null;
        }
    }

    /// <summary>Shows a value; null leaves the field out.</summary>
    public void Show(JsonNode? value, bool given)
    {
        _text = !given ? "" : value is JsonValue text && Kind is FieldKind.Text && text.TryGetValue<string>(out var words) ? words
            : Kind is FieldKind.Json ? Parts.Words.Pretty(value?.ToJsonString() ?? "null") : value?.ToJsonString() ?? "null";
        IsTouched = given;
    }

    private static (FieldKind, string[]) Read(JsonElement schema)
    {
        if (schema.ValueKind is not JsonValueKind.Object)
            return (FieldKind.Json, []);
        if (schema.TryGetProperty("enum", out var values))
            return (FieldKind.Choice, [.. values.EnumerateArray().Select(value => value.GetRawText())]);
        if (!schema.TryGetProperty("type", out var type))
            return (FieldKind.Json, []);
        string[] types = type.ValueKind is JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString()!)] : [type.GetString()!];
        return types switch
        {
            ["string"] => (FieldKind.Text, []),
            ["integer" or "number"] => (FieldKind.Number, []),
            _ when types.All(one => one is "integer" or "number" or "null" or "string") && !types.Contains("string") => (FieldKind.Number, []),
            ["boolean"] => (FieldKind.Choice, ["true", "false"]),
            _ when types.Contains("boolean") && types.Length == 2 && types.Contains("null") => (FieldKind.Choice, ["true", "false", "null"]),
            _ => (FieldKind.Json, []),
        };
    }
}
