using System.Globalization;
using System.Text.Json;
using Gristmill.Execution.Json;
using Gristmill.Execution.Transforms;

namespace Gristmill.Execution.Arguments;

/// <summary>
/// A JSON Schema made ready to check values quickly. It knows the keywords that descriptions of .NET types are made of; a keyword
/// that it does not know restricts nothing.
/// </summary>
public sealed class CompiledSchema
{
    public JsonKinds Kinds { get; set; } = JsonKinds.Any;

    public decimal? Minimum { get; set; }

    public decimal? Maximum { get; set; }

    /// <summary>What a number must be more than.</summary>
    public decimal? Above { get; set; }

    /// <summary>What a number must be less than.</summary>
    public decimal? Below { get; set; }

    /// <summary>The only strings and numbers that are accepted; strings without regard to case.</summary>
    public string[]? Choices { get; set; }

    public JsonFormat? Format { get; set; }

    /// <summary>What a regular expression demands of a string.</summary>
    public JsonFormat? Pattern { get; set; }

    public int MinLength { get; set; }

    public int MaxLength { get; set; } = int.MaxValue;

    public CompiledSchema? Items { get; set; }

    public int MinItems { get; set; }

    public int MaxItems { get; set; } = int.MaxValue;

    public Dictionary<string, CompiledSchema> Members { get; } = new(StringComparer.OrdinalIgnoreCase);

    public string[] RequiredMembers { get; set; } = [];

    /// <summary>What members beyond <see cref="Members"/> are; null if they may be anything.</summary>
    public CompiledSchema? OtherMembers { get; set; }

    /// <summary>What the names of members are; null if they may be anything.</summary>
    public CompiledSchema? Names { get; set; }

    /// <summary>The member, written as it is here, that tells which kind of object it is.</summary>
    public Discriminator? Kind { get; set; }

    /// <summary>Whether there may be no members beyond <see cref="Members"/>.</summary>
    public bool Closed { get; set; }

    /// <summary>If there are any, one of them must accept the value.</summary>
    public CompiledSchema[] Alternatives { get; set; } = [];

    /// <summary>Whether a transform may stand for the value.</summary>
    public bool TakesTransforms { get; set; }

    public static CompiledSchema Anything { get; } = new();

    /// <summary>What is expected, without an article: <c>integer</c>.</summary>
    public string Noun => SchemaText.Expect(this, article: false);

    public bool Accepts(JsonElement value)
    {
        if (this == Anything || (TakesTransforms && IsTransform(value)))
            return true;
        if (!AcceptsKind(value) || (Alternatives.Length > 0 && !Array.Exists(Alternatives, shape => shape.Accepts(value))))
            return false;
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                return InRange(value) && (Choices is null || IsChoice(value));
            case JsonValueKind.String:
                return AcceptsText(value.GetString()!);
            case JsonValueKind.Array:
                if (!HasRightCount(value))
                    return false;
                foreach (var item in value.EnumerateArray())
                {
                    if (Items?.Accepts(item) == false)
                        return false;
                }
                return true;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (Names?.AcceptsName(member.Name) == false || MemberOf(member.Name)?.Accepts(member.Value) != true)
                        return false;
                }
                return Array.TrueForAll(RequiredMembers, name => Has(value, name)) && Kind?.IsOf(value) != false
                    && Twice(value) is null;
            default:
                return true;
        }
    }

    /// <summary>What the member of a name is; null if there may be none.</summary>
    public CompiledSchema? MemberOf(string name) =>
        Members.TryGetValue(name, out var shape) ? shape : name == Kind?.Name ? Anything : Closed ? null : OtherMembers
            ?? Anything;

    /// <summary>Whether a member may have a name.</summary>
    public bool AcceptsName(string name) => AcceptsText(name);

    /// <summary>
    /// A name that is given twice: of <see cref="Members"/> case aside, of <see cref="Names"/> in two ways of writing it. Null if
    /// none is.
    /// </summary>
    public string? Twice(JsonElement value)
    {
        if (Members.Count == 0 && Names is null)
            return null;
        var given = new HashSet<string>(Names is { Format: not null } ? StringComparer.Ordinal
            : StringComparer.OrdinalIgnoreCase);
        foreach (var member in value.EnumerateObject())
        {
            if ((Names is not null || Members.ContainsKey(member.Name))
                && !given.Add(Names?.Format?.Written?.Invoke(member.Name) ?? member.Name))
                return member.Name;
        }
        return null;
    }

    public static bool Has(JsonElement value, string member) => value.TryGetProperty(member, out _)
        || value.EnumerateObject().Any(given => given.Name.Equals(member, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a value names a transform, which yields another one.</summary>
    public static bool IsTransform(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(TransformNodes.Key, out _);

    /// <summary>Whether a value is of a right kind, whatever is in it.</summary>
    public bool AcceptsKind(JsonElement value) => (Kinds & KindOf(value)) != 0;

    /// <summary>Whether a number lies within the bounds.</summary>
    public bool InRange(JsonElement value)
    {
        if (Format?.Number?.Invoke(value) == false)
            return false;
        if (Minimum is null && Maximum is null && Above is null && Below is null)
            return true;
        if (value.TryGetDecimal(out var exact))
            return !(exact == 0 && Minimum >= 0 && value.GetRawText()[0] == '-')
                && !(exact < Minimum || exact > Maximum || exact <= Above || exact >= Below);
        var large = value.GetDouble();
        return !(large < (double?)Minimum || large > (double?)Maximum || large <= (double?)Above || large >= (double?)Below);
    }

    /// <summary>Whether an array is neither too short nor too long.</summary>
    public bool HasRightCount(JsonElement array) => HasRightCount(array.GetArrayLength());

    /// <inheritdoc cref="HasRightCount(JsonElement)"/>
    public bool HasRightCount(int items) => items >= MinItems && items <= MaxItems;

    private bool AcceptsText(string value) =>
        Format?.Text(value) != false && Pattern?.Text(value) != false && (Choices is null || IsChoice(value))
            && IsLongEnough(value);

    private bool IsLongEnough(string value) => value.Length >= MinLength && value.Length <= MaxLength;

    private bool IsChoice(string value) =>
        Array.Exists(Choices!, choice => choice.Equals(value, StringComparison.OrdinalIgnoreCase));

    private bool IsChoice(JsonElement number) => number.TryGetDecimal(out var exact)
        && Array.Exists(Choices!, choice =>
            decimal.TryParse(choice, NumberStyles.Float, CultureInfo.InvariantCulture, out var known) && known == exact);

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
        value.TryGetInt64(out _) || !value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E');
}
