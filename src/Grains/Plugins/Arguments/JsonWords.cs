using System.Globalization;

namespace Gristmill.Grains.Plugins.Arguments;

/// <summary>A shape in words, for the end of "expected …".</summary>
internal static class JsonWords
{
    /// <param name="shape">What is expected.</param>
    /// <param name="article">Whether nouns get one.</param>
    /// <param name="type">The .NET type to name beside it, if any.</param>
    /// <param name="range">Whether to give the range of numbers.</param>
    public static string Expect(JsonShape shape, bool article, string? type = null, bool range = false)
    {
        var words = shape.Alternatives.Length > 0
            ? shape.Alternatives.Select(alternative => Expect(alternative, article)).Distinct()
            : shape is { Kinds: JsonKinds.Any, Choices: null } ? [article ? "any value" : "value"]
            : Kinds(shape).Select(word => article ? word.Article + word.Noun : word.Noun);
        return string.Join(" or ", words) + (type is null ? "" : $" ({type})") + (range ? Range(shape) : "");
    }

    private static IEnumerable<(string Article, string Noun)> Kinds(JsonShape shape)
    {
        var kinds = shape.Kinds;
        if (kinds.HasFlag(JsonKinds.Number))
            yield return ("a ", "number");
        else if (kinds.HasFlag(JsonKinds.Integer))
            yield return ("an ", "integer");
        if (kinds.HasFlag(JsonKinds.String))
            yield return Text(shape);
        if (kinds.HasFlag(JsonKinds.Boolean))
            yield return ("", "true or false");
        if (kinds.HasFlag(JsonKinds.Array))
            yield return ("an ", "array");
        if (kinds.HasFlag(JsonKinds.Object))
            yield return ("an ", "object");
        if (kinds.HasFlag(JsonKinds.Null))
            yield return ("", "null");
    }

    private static (string Article, string Noun) Text(JsonShape shape) => shape switch
    {
        { Choices: { } choices } => ("one of ", string.Join(", ", choices)),
        { Format: { } format } => ("a ", format.Noun),
        { MinLength: 1, MaxLength: 1 } => ("a ", "string of one character"),
        { MinLength: > 0, MaxLength: < int.MaxValue } => ("a ", $"string of {shape.MinLength} to {shape.MaxLength} characters"),
        { MinLength: > 0 } => ("a ", $"string of {shape.MinLength} characters or more"),
        { MaxLength: < int.MaxValue } => ("a ", $"string of at most {shape.MaxLength} characters"),
        _ => ("a ", "string"),
    };

    private static string Range(JsonShape shape) => (shape.Minimum, shape.Maximum) switch
    {
        ({ } min, { } max) => string.Create(CultureInfo.InvariantCulture, $" from {min} to {max}"),
        ({ } min, null) => string.Create(CultureInfo.InvariantCulture, $" of {min} or more"),
        (null, { } max) => string.Create(CultureInfo.InvariantCulture, $" of {max} or less"),
        _ => "",
    };
}
