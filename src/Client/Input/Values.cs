using System.CommandLine.Parsing;
using System.Globalization;
using Gristmill.Core;
using Gristmill.Json;

namespace Gristmill.Client.Input;

/// <summary>Reads what was typed for an argument or option, and says what is wrong with it in words that fit.</summary>
internal static class Values
{
    public static Guid Id(ArgumentResult typed) => Ids(typed).FirstOrDefault();

    public static Guid? OptionalId(ArgumentResult typed) => Ids(typed) is [var id] ? id : null;

    public static Guid[] Ids(ArgumentResult typed) => Each<Guid>(typed, (text, out id) => Guid.TryParse(text, out id),
        text => $"{(typed.Parent is OptionResult ? $"{Name(typed)} " : "")}'{text}' is no job id; one looks like 01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d");

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

    /// <summary>A number between two others, which it may be.</summary>
    public static int? Number(ArgumentResult typed, int least, int most)
    {
        var number = Number(typed);
        if (number < least || number > most)
            typed.AddError($"{Name(typed)} is {number}; it must be {least} to {most}");
        return number;
    }

    public static double? Decimal(ArgumentResult typed, double least, double most) => Each<double>(typed,
        (text, out number) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && number >= least
            && number <= most,
        text => $"{Name(typed)} '{text}' is no number from {least} to {most}")
        is [var number] ? number : null;

    public static TimeSpan? Span(ArgumentResult typed) => Each<TimeSpan>(typed, Times.TryParseSpan,
        text => $"{Name(typed)} '{text}' is no span of time; {Times.SpanRule}")
        is [var span] ? span : null;

    public static DateTimeOffset? Time(ArgumentResult typed) => Each<DateTimeOffset>(typed, Times.TryParseTime,
        text => $"{Name(typed)} '{text}' {Times.WhyNoTime(text)}")
        is [var time] ? time : null;

    public static Moment? Moment(ArgumentResult typed) => Each<Moment>(typed, Gristmill.Json.Moment.TryParse,
        text => $"{Name(typed)} '{text}' is neither a span of time nor a time; give 2h or 1d for that long ago, or 2026-03-01T14:05 (UTC)")
        is [var moment] ? moment : null;

    /// <summary>A word that is not empty.</summary>
    public static string? Word(ArgumentResult typed) => Words(typed).FirstOrDefault();

    /// <summary>Words that are not empty.</summary>
    public static string[] Words(ArgumentResult typed) => Each<string>(typed, (text, out word) => (word = text.Trim()).Length > 0,
        _ => $"{Name(typed)} is empty; give it a word");

    /// <summary>A JSON object, or fields as name=value, put together into one object.</summary>
    public static string? Fields(ArgumentResult typed)
    {
        var each = Each<NamedArgument[]>(typed, NamedArgument.TryParseFields,
            text => $"{Name(typed)} '{text}' is neither a JSON object nor a field; give {{\"colour\": \"blue\"}} or colour=blue");
        var fields = each.SelectMany(some => some).ToArray();
        foreach (var twice in fields.GroupBy(field => field.Name).Where(same => same.Count() > 1))
            typed.AddError($"{Name(typed)} gives '{twice.Key}' {twice.Count()} times; give it once");
        return each.Length == 0 ? null : JobArguments.ToJson(fields);
    }

    public static JobStatus[] Statuses(ArgumentResult typed)
    {
        var statuses = new List<JobStatus>();
        foreach (var name in typed.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)))
            if (JsonValues.TryParseStatus(name, out var status))
                statuses.Add(status);
            else
                typed.AddError($"{Name(typed)} '{name}' is no status; those are {string.Join(", ", Enum.GetNames<JobStatus>())}");
        return [.. statuses];
    }

    public static UniquePolicy? Policy(ArgumentResult typed) => Each<UniquePolicy>(typed, Policies.TryParse,
        text => $"{Name(typed)} '{text}' is no policy; it is reject, existing or replace")
        is [var policy] ? policy : null;

    public static NamedArgument[] NamedArguments(ArgumentResult typed) =>
        Each<NamedArgument>(typed, NamedArgument.TryParseArgument,
        text => $"--arg '{text}' names no argument; write --arg name=value");

    public static string? OneOf(ArgumentResult typed, params string[] allowed) =>
        Text(typed, allowed.Contains, text => $"{Name(typed)} '{text}' is unknown; it is {string.Join(" or ", allowed)}");

    public static string? FileName(ArgumentResult typed) =>
        Text(typed, text => text.Length > 0, _ => $"{Name(typed)} is empty; it names a file, or - for the input");

    public static string? Folder(ArgumentResult typed) =>
        Text(typed, text => text.Trim().Length > 0, _ => $"{Name(typed)} is empty; it names a folder");

    private static string? Text(ArgumentResult typed, Predicate<string> fits, Func<string, string> problem) =>
        Each<string>(typed, (text, out value) =>
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

    private static string Name(ArgumentResult typed) =>
        typed.Parent is OptionResult option ? option.Option.Name : typed.Argument.Name;
}
