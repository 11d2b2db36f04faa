using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Gristmill.Client.Input;

/// <summary>Reads what was typed for an argument or option, and says what is wrong with it in words that fit.</summary>
internal static partial class Values
{
    public static Guid Id(ArgumentResult typed) => Ids(typed).FirstOrDefault();

    public static Guid[] Ids(ArgumentResult typed) => Each<Guid>(typed, (text, out id) => Guid.TryParse(text, out id),
        text => $"'{text}' is no job id; one looks like 01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d");

    public static int? Number(ArgumentResult typed) => Each<int>(typed,
        (text, out number) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number),
        text => $"{Name(typed)} '{text}' is no number")
        is [var number] ? number : null;

    public static int? PositiveNumber(ArgumentResult typed)
    {
        var number = Number(typed);
        if (number < 1)
            typed.AddError($"{Name(typed)} is {number}; it must be 1 or more");
        return number;
    }

    public static TimeSpan? Span(ArgumentResult typed) => Each<TimeSpan>(typed, TryParseSpan,
        text => $"{Name(typed)} '{text}' is no span of time; give 30s, 5m, 1h30m, 250ms, or hours as 01:30:00")
        is [var span] ? span : null;

    public static JobStatus[] Statuses(ArgumentResult typed)
    {
        var statuses = new List<JobStatus>();
        foreach (var name in typed.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)))
            if (name.Any(char.IsAsciiLetter) && Enum.TryParse<JobStatus>(name, ignoreCase: true, out var status))
                statuses.Add(status);
            else
                typed.AddError($"'{name}' is no status; those are {string.Join(", ", Enum.GetNames<JobStatus>())}");
        return [.. statuses];
    }

    public static NamedArgument[] NamedArguments(ArgumentResult typed) => Each<NamedArgument>(typed, NamedArgument.TryParse,
        text => $"--arg '{text}' names no argument; write --arg name=value");

    public static string? OneOf(ArgumentResult typed, params string[] allowed) =>
        Text(typed, allowed.Contains, text => $"{Name(typed)} '{text}' is unknown; it is {string.Join(" or ", allowed)}");

    public static string? Folder(ArgumentResult typed) =>
        Text(typed, text => text.Trim().Length > 0, _ => $"{Name(typed)} is empty; it names a folder");

    private static string? Text(ArgumentResult typed, Predicate<string> fits, Func<string, string> problem) => Each<string>(typed, (text, out value) =>
    {
        value = text;
        return fits(text);
    }, problem).FirstOrDefault();

    private delegate bool TryParse<T>(string text, out T value);

    private static T[] Each<T>(ArgumentResult typed, TryParse<T> parse, Func<string, string> problem)
    {
        var values = new List<T>();
        foreach (var token in typed.Tokens)
            if (parse(token.Value, out var value))
                values.Add(value);
            else
                typed.AddError(problem(token.Value));
        return [.. values];
    }

    private static string Name(ArgumentResult typed) => typed.Parent is OptionResult option ? option.Option.Name : typed.Argument.Name;

    private static bool TryParseSpan(string text, out TimeSpan span)
    {
        span = TimeSpan.Zero;
        if (text.Contains(':', StringComparison.Ordinal))
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out span);
        // A number alone means seconds.
        var match = Spans().Match(text.All(c => char.IsAsciiDigit(c) || c is '.') ? $"{text}s" : text);
        var seconds = match.Groups[1].Captures.Zip(match.Groups[2].Captures)
            .Sum(part => double.Parse(part.First.ValueSpan, CultureInfo.InvariantCulture) * SecondsOf(part.Second.Value));
        if (!match.Success || seconds > TimeSpan.MaxValue.TotalSeconds)
            return false;
        span = TimeSpan.FromSeconds(seconds);
        return true;
    }

    private static double SecondsOf(string unit) => unit switch
    {
        "ms" => 0.001,
        "m" or "min" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => 1,
    };

    [GeneratedRegex(@"^(?:(\d{1,9}(?:\.\d{1,9})?)(ms|s|min|m|h|d))+$")]
    private static partial Regex Spans();
}
