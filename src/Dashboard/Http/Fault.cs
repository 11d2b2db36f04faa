using System.Text.RegularExpressions;

namespace Gristmill.Dashboard.Http;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Field">The field it is in, with dots between the levels; null if it is in none.</param>
/// <param name="Value">What was received, as far as it is shown; null if nothing was.</param>
/// <param name="Rule">What to do.</param>
/// <param name="Message">All of it as a sentence.</param>
internal sealed partial record Fault(string? Field, string? Value, string Rule, string Message)
{
    /// <summary>
    /// Takes a sentence of the platform apart: those about a field read "priority is 12; it must be 0 to 9", "missing argument
    /// 'n' (a whole number)", or "argument 'n' (1st): expected a whole number, received "x"".
    /// </summary>
    public static Fault Of(string sentence)
    {
        if (Surplus().Match(sentence) is { Success: true } surplus)
            return new Fault($"arguments.{surplus.Groups["name"].Value}", Value(surplus), Rule(surplus), sentence);
        if (Argument().Match(sentence) is { Success: true } argument)
            return new Fault($"arguments.{argument.Groups["name"].Value}", Value(argument), Rule(argument), sentence);
        if (UnknownTask().Match(sentence) is { Success: true } task)
            return new Fault("task", Value(task), Rule(task), sentence);
        if (Unknown().Match(sentence) is { Success: true } unknown)
            return new Fault(unknown.Groups["parent"] is { Success: true } parent
                ? $"{parent.Value}.{unknown.Groups["name"].Value}" : unknown.Groups["name"].Value, null, Rule(unknown), sentence);
        foreach (var form in new[] { Missing(), Twice(), Sentence() })
            if (form.Match(sentence) is { Success: true } match)
                return new Fault(match.Groups["name"].Value.Replace(": ", ".", StringComparison.Ordinal), Value(match),
                    Rule(match), sentence);
        return new Fault(null, null, sentence, sentence);

        static string? Value(Match match) => match.Groups["value"] is { Success: true } value ? value.Value : null;
        static string Rule(Match match) =>
            match.Groups["rule"] is { Success: true } rule ? rule.Value : match.Value.EndsWith("twice", StringComparison.Ordinal)
            ? "give it once" : "it is required";
    }

    /// <summary>A fault in a parameter of the address.</summary>
    public static Fault In(string name, string value, string rule) => new(name, value, rule, $"{name} is '{value}'; {rule}");

    [GeneratedRegex("^surplus argument (?<name>[0-9]+): (?<value>.*); (?<rule>.*)$")]
    private static partial Regex Surplus();

    [GeneratedRegex("""^(?:missing |unknown )?argument '?(?<name>[^' :]+)'?(?: \([^)]*\)$|[^:;]*[:;] (?<rule>.*?)(?:, received (?<value>.*))?$)""")]
    private static partial Regex Argument();

    [GeneratedRegex("^unknown task '(?<value>.*)'; (?<rule>.*)$")]
    private static partial Regex UnknownTask();

    [GeneratedRegex(@"^(?:(?<parent>[a-zA-Z]+): )?unknown field '(?<name>.*)'; (?<rule>.*)$")]
    private static partial Regex Unknown();

    [GeneratedRegex("^(?<name>[a-zA-Z]+(?:: [a-zA-Z]+)?) is missing; (?<rule>.*)$")]
    private static partial Regex Missing();

    [GeneratedRegex("^(?<name>[a-zA-Z]+)(?: and [a-zA-Z]+)? (?:is given twice|are both given; (?<rule>.*))$")]
    private static partial Regex Twice();

    [GeneratedRegex(@"^(?<name>[a-z][a-zA-Z]*(?:(?:\.|: )[a-z][a-zA-Z]*)*) (?:is|has) (?<value>.*?)(?:; |, which (?:is|has) )(?<rule>.*)$")]
    private static partial Regex Sentence();
}
