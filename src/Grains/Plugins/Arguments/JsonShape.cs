using System.Text.Json;

namespace Gristmill.Grains.Plugins.Arguments;

/// <summary>The kinds of JSON values; an integer is a number without fraction and exponent.</summary>
[Flags]
internal enum JsonKinds
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8,
    String = 16,
    Array = 32,
    Object = 64,
    Any = 127,
}

/// <summary>
/// A JSON Schema made ready to check values quickly. It knows the keywords that descriptions of .NET types are made of; a keyword
/// that it does not know restricts nothing.
/// </summary>
internal sealed class JsonShape
{
    public JsonKinds Kinds { get; set; } = JsonKinds.Any;

    public decimal? Minimum { get; set; }

    public decimal? Maximum { get; set; }

    /// <summary>The only strings that are accepted, without regard to case.</summary>
    public string[]? Choices { get; set; }

    public JsonFormat? Format { get; set; }

    public int MinLength { get; set; }

    public int MaxLength { get; set; } = int.MaxValue;

    public JsonShape? Items { get; set; }

    public Dictionary<string, JsonShape> Members { get; } = new(StringComparer.OrdinalIgnoreCase);

    public string[] RequiredMembers { get; set; } = [];

    /// <summary>What members beyond <see cref="Members"/> are; null if they may be anything.</summary>
    public JsonShape? OtherMembers { get; set; }

    /// <summary>Whether there may be no members beyond <see cref="Members"/>.</summary>
    public bool Closed { get; set; }

    /// <summary>If there are any, one of them must accept the value.</summary>
    public JsonShape[] Alternatives { get; set; } = [];

    public static JsonShape Anything { get; } = new();

    /// <summary>What is expected, without an article: <c>integer</c>.</summary>
    public string Noun => JsonWords.Expect(this, article: false);

    public bool Accepts(JsonElement value)
    {
        if (this == Anything)
            return true;
        if ((Kinds & KindOf(value)) == 0 || (Alternatives.Length > 0 && !Array.Exists(Alternatives, shape => shape.Accepts(value))))
            return false;
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                return InRange(value);
            case JsonValueKind.String:
                return AcceptsText(value);
            case JsonValueKind.Array when Items is not null:
                foreach (var item in value.EnumerateArray())
                {
                    if (!Items.Accepts(item))
                        return false;
                }
                return true;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (MemberOf(member.Name)?.Accepts(member.Value) != true)
                        return false;
                }
                return MissingFrom(value) is null;
            default:
                return true;
        }
    }

    /// <summary>Says what is wrong with a value that was not accepted: at its deepest, and all of it.</summary>
    public void Explain(JsonElement value, Place place, Problems problems)
    {
        if ((Kinds & KindOf(value)) != 0 && Alternatives.Length == 0 && value.ValueKind == JsonValueKind.Array)
        {
            var i = 0;
            foreach (var item in value.EnumerateArray())
            {
                if (!Items!.Accepts(item))
                    Items.Explain(item, place.Item(i), problems);
                i++;
            }
        }
        else if ((Kinds & KindOf(value)) != 0 && Alternatives.Length == 0 && value.ValueKind == JsonValueKind.Object)
        {
            ExplainMembers(value, place, problems);
        }
        else
        {
            var expected = JsonWords.Expect(this, article: true, place.TypeName, range: value.ValueKind == JsonValueKind.Number && !InRange(value));
            problems.Add($"{place}: expected {expected}, received {Received.Describe(value)}");
        }
    }

    private void ExplainMembers(JsonElement value, Place place, Problems problems)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (MemberOf(member.Name) is not { } shape)
                problems.Add($"{place} has an unknown member '{member.Name}'; {(TaskNames.Suggest(member.Name, Members.Keys) is { } meant ? $"did you mean '{meant}'?" : $"it may have {string.Join(", ", Members.Keys)}")}");
            else if (!shape.Accepts(member.Value))
                shape.Explain(member.Value, place.Member(member.Name), problems);
        }
        foreach (var name in RequiredMembers.Where(name => !Has(value, name)))
            problems.Add($"{place} lacks the member '{name}' ({Members.GetValueOrDefault(name, Anything).Noun})");
    }

    private JsonShape? MemberOf(string name) => Members.TryGetValue(name, out var shape) ? shape : Closed ? null : OtherMembers ?? Anything;

    private string? MissingFrom(JsonElement value)
    {
        foreach (var name in RequiredMembers)
        {
            if (!Has(value, name))
                return name;
        }
        return null;
    }

    private static bool Has(JsonElement value, string name) =>
        value.TryGetProperty(name, out _) || value.EnumerateObject().Any(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private bool AcceptsText(JsonElement value) =>
        (Format is null || Format.Accepts(value))
        && (Choices is null || IsChoice(value.GetString()!))
        && ((MinLength == 0 && MaxLength == int.MaxValue) || (value.GetString()!.Length >= MinLength && value.GetString()!.Length <= MaxLength));

    private bool IsChoice(string value) => Array.Exists(Choices!, choice => choice.Equals(value, StringComparison.OrdinalIgnoreCase));

    private bool InRange(JsonElement value)
    {
        if (Minimum is null && Maximum is null)
            return true;
        if (value.TryGetInt64(out var small))
            return !(small < Minimum || small > Maximum);
        if (value.TryGetDecimal(out var exact))
            return !(exact < Minimum || exact > Maximum);
        return !(value.GetDouble() < (double?)Minimum || value.GetDouble() > (double?)Maximum);
    }

    private JsonKinds KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => JsonKinds.Null,
        JsonValueKind.True or JsonValueKind.False => JsonKinds.Boolean,
        JsonValueKind.String => JsonKinds.String,
        JsonValueKind.Array => JsonKinds.Array,
        JsonValueKind.Object => JsonKinds.Object,
        JsonValueKind.Number when (Kinds & JsonKinds.Number) == 0 && IsInteger(value) => JsonKinds.Integer,
        _ => JsonKinds.Number,
    };

    private static bool IsInteger(JsonElement value) =>
        value.TryGetInt64(out _) || value.GetRawText().AsSpan().IndexOfAnyExceptInRange('-', '9') < 0 && !value.GetRawText().Contains('.', StringComparison.Ordinal);
}
