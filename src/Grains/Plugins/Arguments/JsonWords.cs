using System.Globalization;

namespace Gristmill.Grains.Plugins.Arguments;

/// <summary>A shape in words, for the end of "expected …".</summary>
internal static class JsonWords
{
    private static readonly (JsonKinds Kind, string Article, string Noun)[] Words =
    [
        (JsonKinds.Integer, "an ", "integer"),
        (JsonKinds.Number, "a ", "number"),
        (JsonKinds.String, "a ", "string"),
        (JsonKinds.Boolean, "", "true or false"),
        (JsonKinds.Array, "an ", "array"),
        (JsonKinds.Object, "an ", "object"),
        (JsonKinds.Null, "", "null"),
    ];

    /// <param name="shape">What is expected.</param>
    /// <param name="article">Whether nouns get one.</param>
    /// <param name="type">The .NET type to name beside it, if any.</param>
    /// <param name="range">Whether to give the range of numbers.</param>
    public static string Expect(JsonShape shape, bool article, string? type = null, bool range = false)
    {
        if (shape.Alternatives.Length > 0)
            return string.Join(" or ", shape.Alternatives.Select(alternative => Expect(alternative, article)).Distinct()) + Of(type);
        if (shape.Kinds == JsonKinds.Any && shape.Choices is null)
            return article ? "any value" : "value";
        var kinds = Words.Where(word => shape.Kinds.HasFlag(word.Kind)).Select(word =>
            word.Kind == JsonKinds.String && shape.Choices is { } choices ? $"one of {string.Join(", ", choices)}"
            : word.Kind == JsonKinds.String && shape.Format is { } format ? (article ? $"{format.Article} {format.Noun}" : format.Noun)
            : article ? word.Article + word.Noun : word.Noun);
        return string.Join(" or ", kinds) + Of(type) + (range ? Range(shape) : "");
    }

    private static string Of(string? type) => type is null ? "" : $" ({type})";

    private static string Range(JsonShape shape) => (shape.Minimum, shape.Maximum) switch
    {
        ({ } min, { } max) => string.Create(CultureInfo.InvariantCulture, $" from {min} to {max}"),
        ({ } min, null) => string.Create(CultureInfo.InvariantCulture, $" of {min} or more"),
        (null, { } max) => string.Create(CultureInfo.InvariantCulture, $" of {max} or less"),
        _ => "",
    };
}
