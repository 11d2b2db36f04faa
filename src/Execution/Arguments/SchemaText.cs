using Gristmill.Execution.Json;

namespace Gristmill.Execution.Arguments;

/// <summary>A shape in words, for the end of "expected …".</summary>
public static class SchemaText
{
    /// <param name="shape">What is expected.</param>
    /// <param name="article">Whether nouns get one.</param>
    /// <param name="type">The .NET type to name beside it, if any.</param>
    /// <param name="range">Whether to give the range of numbers.</param>
    public static string Expect(CompiledSchema shape, bool article, string? type = null, bool range = false)
    {
        var words = shape.Alternatives.Length > 0
            ? shape.Alternatives.Select(alternative => Expect(alternative, article)).Distinct()
            : shape is { Kinds: JsonKinds.Any, Choices: null } ? [article ? "any value" : "value"]
            : Kinds(shape).Select(word => article ? word.Article + word.Noun : word.Noun);
        return string.Join(" or ", words) + (type is null ? "" : $" ({type})")
            + (!range ? "" : shape is { Minimum: null, Maximum: null, Above: null, Below: null } ? shape.Format?.Bounds
            : Range(shape));
    }

    private static IEnumerable<(string Article, string Noun)> Kinds(CompiledSchema shape)
    {
        var kinds = shape.Kinds;
        if (shape.Choices is { } choices)
            yield return ("one of ", string.Join(", ", choices));
        else if (kinds.HasFlag(JsonKinds.Number))
            yield return ("a ", "number");
        else if (kinds.HasFlag(JsonKinds.Integer))
            yield return ("an ", "integer");
        if (kinds.HasFlag(JsonKinds.String) && shape.Choices is null)
            yield return Text(shape);
        if (kinds.HasFlag(JsonKinds.Boolean))
            yield return ("", "true or false");
        if (kinds.HasFlag(JsonKinds.Array))
            yield return ("an ", $"array{Count(shape)}");
        if (kinds.HasFlag(JsonKinds.Object))
            yield return ("an ", "object");
        if (kinds.HasFlag(JsonKinds.Null))
            yield return ("", "null");
    }

    private static (string Article, string Noun) Text(CompiledSchema shape) => shape switch
    {
        { Format: { Number: not null } named } => ("one of ", named.Noun),
        { Format: { } format } => ("a ", format.Noun),
        { Pattern: { } pattern } => ("a ", pattern.Noun),
        { MinLength: 1, MaxLength: 1 } => ("a ", "string of one character"),
        { MinLength: > 0, MaxLength: < int.MaxValue } => ("a ", $"string of {shape.MinLength} to {shape.MaxLength} characters"),
        { MinLength: > 0 } => ("a ", $"string of {shape.MinLength} characters or more"),
        { MaxLength: < int.MaxValue } => ("a ", $"string of at most {shape.MaxLength} characters"),
        _ => ("a ", "string"),
    };

    /// <summary>What a shape demands beyond its type, for a column of its own: <c>from 1 to 9</c>; empty for nothing.</summary>
    public static string Limits(CompiledSchema shape) => shape switch
    {
        { Choices: { } choices } => string.Join(", ", choices),
        _ when shape.Kinds.HasFlag(JsonKinds.Integer) =>
            PluginJson.IsWhole(shape.Minimum, shape.Maximum) ? "" : Range(shape).Trim(),
        _ when shape.Kinds.HasFlag(JsonKinds.Array) => Count(shape).Trim(),
        _ when shape.Kinds.HasFlag(JsonKinds.String) && Text(shape).Noun is { } noun
            && noun.StartsWith("string ", StringComparison.Ordinal) => noun["string ".Length..],
        _ => "",
    };

    private static string Count(CompiledSchema shape) => (shape.MinItems, shape.MaxItems) switch
    {
        (0, int.MaxValue) => "",
        (var min, int.MaxValue) => $" of {min} or more",
        (0, var max) => $" of at most {max}",
        var (min, max) => $" of {min} to {max}",
    };

    private static string Range(CompiledSchema shape) => (shape.Minimum, shape.Maximum, shape.Above, shape.Below) switch
    {
        ({ } min, { } max, null, null) => Say($" from {min} to {max}"),
        ({ } min, null, null, null) => Say($" of {min} or more"),
        (null, { } max, null, null) => Say($" of {max} or less"),
        _ => string.Join(" and", new[]
        {
            shape.Above is { } above ? Say($" more than {above}") : shape.Minimum is { } min ? Say($" at least {min}") : null,
            shape.Below is { } below ? Say($" less than {below}") : shape.Maximum is { } max ? Say($" at most {max}") : null,
        }.OfType<string>()),
    };

    private static string Say(FormattableString words) => FormattableString.Invariant(words);
}
