using System.Text.Json;
using System.Text.Json.Nodes;
using Gristmill.Dashboard.Parts;

namespace Gristmill.Dashboard.Submit;

/// <summary>
/// One parameter of a task in a form. What is typed becomes JSON as it is; whether it fits is the silo's to say.
/// </summary>
internal sealed class Field
{
    private const int MostRows = 12;

    private string _text = "";

    public Field(ParameterDescriptor parameter)
    {
        Parameter = parameter;
        using var schema = JsonDocument.Parse(parameter.JsonSchema);
        (Kind, Choices) = Read(schema.RootElement);
    }

    public ParameterDescriptor Parameter { get; }

    /// <summary>The id of its control.</summary>
    public string Id => $"arg-{Parameter.Name}";

    public FieldKind Kind { get; }

    /// <summary>What there is to choose from, as JSON; for <see cref="FieldKind.Choice"/>.</summary>
    public string[] Choices { get; }

    /// <summary>What was typed or chosen.</summary>
    public string Text
    {
        get => _text;
        set => (_text, IsTouched) = (value, true);
    }

    /// <summary>
    /// What the page puts into the control. What is typed there stays there, and is never sent back over what has been typed
    /// since.
    /// </summary>
    public string Shown { get; private set; } = "";

    /// <summary>Somebody has been here: an empty text is meant as such.</summary>
    public bool IsTouched { get; private set; }

    /// <summary>Nothing is sent for it, and the task takes its default.</summary>
    public bool IsLeftOut => Text.Length == 0 && !(Kind is FieldKind.Text && Parameter.Required && IsTouched);

    /// <summary>How many rows a text is shown in: its own, within reason.</summary>
    public int Rows => Math.Min(Text.Count(c => c is '\n') + 1, MostRows);

    /// <summary>What is typed as JSON, or why it is none.</summary>
    public JsonNode? Value(out string? problem)
    {
        problem = null;
        if (Kind is FieldKind.Text)
            return (JsonNode?)Transform(Text) ?? JsonValue.Create(Text);
        try
        {
            return Strict(Text);
        }
        catch (JsonException) when (Kind is FieldKind.Number)
        {
            // A text where a number belongs: the silo says what it expects.
            return JsonValue.Create(Text);
        }
        catch (JsonException e)
        {
            problem = $"argument '{Parameter.Name}' is no JSON: {e.Message.Split(" LineNumber")[0]}";
            return null;
        }
    }

    /// <summary>Leaves the field out.</summary>
    public void Clear() => (_text, Shown, IsTouched) = ("", "", false);

    /// <summary>Puts what was typed before into a new control.</summary>
    public void ShowTyped() => Shown = Text;

    /// <summary>Shows a value; false if what it shows would be sent as another one.</summary>
    public bool TryShow(JsonNode? value)
    {
        Clear();
        if (value is null && Parameter.Default == "null")
            return true;
        var json = value?.ToJsonString() ?? "null";
        _text = (Kind, value) switch
        {
            (FieldKind.Text, JsonValue text) when text.TryGetValue<string>(out var words) => words,
            (FieldKind.Text or FieldKind.Json, _) => Words.Pretty(json),
            (FieldKind.Choice, _) => Array.Find(Choices, choice => JsonNode.DeepEquals(Strict(choice), value)) ?? json,
            _ => json,
        };
        (Shown, IsTouched) = (_text, true);
        return !IsLeftOut && JsonNode.DeepEquals(Value(out _), value)
            && (Kind is not FieldKind.Choice || Choices.Contains(_text))
            && (Kind is not FieldKind.Text
                || !_text.Contains('\r', StringComparison.Ordinal)); // Browsers know one kind of line break.
    }

    /// <summary>A member that is given twice is no JSON: one of them would be lost.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonNode? Strict(string json) =>
        JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false });

    // Stands for a text that the silo makes of it, whatever the type of the parameter.
    private static JsonObject? Transform(string text)
    {
        if (!text.Contains("$transform", StringComparison.Ordinal))
            return null;
        try
        {
            return Strict(text) is JsonObject transform && transform.ContainsKey("$transform") ? transform : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (FieldKind, string[]) Read(JsonElement schema)
    {
        if (schema.ValueKind is not JsonValueKind.Object)
            return (FieldKind.Json, []);
        if (schema.TryGetProperty("enum", out var values))
            return (FieldKind.Choice, [.. values.EnumerateArray().Select(value => value.GetRawText())]);
        if (!schema.TryGetProperty("type", out var type))
            return (FieldKind.Json, []);
        string[] types = type.ValueKind is JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString()!)]
            : [type.GetString()!];
        return types switch
        {
            ["string"] or ["string", "null"] or ["null", "string"] => (FieldKind.Text, []),
            ["integer" or "number"] => (FieldKind.Number, []),
            // NaN and its like are texts.
            _ when types.All(one => one is "integer" or "number" or "null") || types.Contains("number") => (FieldKind.Number, []),
            ["boolean"] => (FieldKind.Choice, ["true", "false"]),
            _ when types.Contains("boolean") && types.Length == 2 && types.Contains("null") =>
                (FieldKind.Choice, ["true", "false", "null"]),
            _ => (FieldKind.Json, []),
        };
    }
}
