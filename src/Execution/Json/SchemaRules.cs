using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gristmill.Execution.Discovery;

namespace Gristmill.Execution.Json;

/// <summary>
/// What the validation attributes of a parameter, or of a member of its type, demand of values, as keywords of JSON Schema.
/// </summary>
internal static class SchemaRules
{
    // Beyond them a double is no decimal, and a bound is none.
    private const double MostDecimal = 7.9e28;

    /// <exception cref="PluginRefusedException">One of them is for other values than these.</exception>
    public static void Apply(JsonNode schema, IEnumerable<object> attributes)
    {
        foreach (var rule in attributes.OfType<ValidationAttribute>())
            Apply(schema, rule);
    }

    private static void Apply(JsonNode schema, ValidationAttribute rule)
    {
        switch (rule)
        {
            case RangeAttribute range:
                var numbers = Fitting(schema, rule, "numbers", "integer", "number");
                if (Comparer<object>.Default.Compare(range.Minimum, range.Maximum) > 0)
                    throw new PluginRefusedException(string.Create(CultureInfo.InvariantCulture,
                        $"[Range] is from {range.Minimum} to {range.Maximum}, which no value is"));
                RemoveNames(numbers);
                Bound(numbers, range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum", range.Minimum);
                Bound(numbers, range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum", range.Maximum);
                break;
            case AllowedValuesAttribute allowed:
                var choices = new JsonArray([.. allowed.Values.Where(value => value is not null).Select(Choice)]);
                var chosen = Fitting(schema, rule, "texts, numbers and enums", "integer", "number", "string");
                if (Takes(chosen, "null"))
                    choices.Add(null);
                chosen["enum"] = choices;
                break;
            case RegularExpressionAttribute expression:
                Fitting(schema, rule, "texts", "string")["pattern"] = Whole(expression.Pattern);
                break;
            case StringLengthAttribute length:
                Length(schema, rule, length.MinimumLength, length.MaximumLength);
                break;
            case LengthAttribute length:
                Length(schema, rule, length.MinimumLength, length.MaximumLength);
                break;
            case MinLengthAttribute length:
                Length(schema, rule, length.Length, null);
                break;
            case MaxLengthAttribute length:
                Length(schema, rule, null, length.Length < 0 ? null : length.Length);
                break;
        }
    }

    private static string Whole(string pattern)
    {
        try
        {
            return new Regex($"^(?:{pattern})$").ToString();
        }
        catch (ArgumentException e)
        {
            throw new PluginRefusedException($"[RegularExpression] is '{pattern}', which is none: {e.Message}");
        }
    }

    // What has bounds is a number: NaN lies nowhere.
    private static void RemoveNames(JsonObject schema)
    {
        if (schema["type"] is JsonArray types && types.FirstOrDefault(type => type?.GetValue<string>() == "string") is { } text)
            types.Remove(text);
        schema.Remove("pattern");
        if (schema["type"] is JsonArray and [{ } only])
            schema["type"] = only.DeepClone();
    }

    private static void Length(JsonNode schema, ValidationAttribute rule, int? least, int? most)
    {
        var counted = Fitting(schema, rule, "texts and arrays", "string", "array");
        var what = Takes(counted, "array") ? "Items" : "Length";
        if (least is > 0)
            counted[$"min{what}"] = least;
        if (most is not null)
            counted[$"max{what}"] = most;
    }

    private static void Bound(JsonObject schema, string keyword, object bound)
    {
        if (Math.Abs(Convert.ToDouble(bound, CultureInfo.InvariantCulture)) < MostDecimal)
            schema[keyword] = Convert.ToDecimal(bound, CultureInfo.InvariantCulture);
    }

    private static JsonNode? Choice(object? value) => value switch
    {
        string or char or Enum => JsonValue.Create($"{value}"),
        _ => JsonValue.Create(Convert.ToDecimal(value, CultureInfo.InvariantCulture)),
    };

    private static JsonObject Fitting(JsonNode schema, ValidationAttribute rule, string values, params string[] types) =>
        schema is JsonObject known && Array.Exists(types, type => Takes(known, type)) ? known
            : throw new PluginRefusedException($"[{rule.GetType().Name.Replace(nameof(Attribute), "", StringComparison.Ordinal)}] is for {values}");

    // An enum has its names in place of a type. A number is no text, although NaN is written as one.
    private static bool Takes(JsonObject schema, string type) => schema["type"] switch
    {
        JsonArray types when type == "string" && types.Any(one => one?.GetValue<string>() == "number") => false,
        JsonArray types => types.Any(one => one?.GetValue<string>() == type),
        JsonValue one => one.GetValue<string>() == type,
        _ => schema["enum"] is JsonArray names && (type == "null" ? names.Contains(null) : type == "string"),
    };
}
