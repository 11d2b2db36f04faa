using System.Text.Json;
using Gristmill.Core;

namespace Gristmill.Json;

/// <summary>
/// Reads JSON values that people wrote; what does not fit is a <see cref="UsageException"/>, to be read behind the field's name.
/// </summary>
public static class JsonValues
{
    private const int Longest = 60;

    public static string Text(JsonElement value) =>
        value.ValueKind is JsonValueKind.String ? String(value) : throw Unfit(value, "a string");

    public static string[] Texts(JsonElement value) => value.ValueKind is JsonValueKind.Array
        ? [.. value.EnumerateArray().Select(Text)]
        : throw Unfit(value, "an array of strings");

    /// <summary>A text that is not empty.</summary>
    public static string Word(JsonElement value) =>
        Text(value) is { Length: > 0 } text ? text : throw Unfit(value, "a string that is not empty");

    public static UniquePolicy Policy(JsonElement value) =>
        value.ValueKind is JsonValueKind.String && Policies.TryParse(String(value), out var policy)
        ? policy
        : throw Unfit(value, "\"reject\", \"existing\" or \"replace\"");

    public static JobStatus[] Statuses(JsonElement value) => value.ValueKind is JsonValueKind.Array
        ? [.. value.EnumerateArray()
            .Select(each => each.ValueKind is JsonValueKind.String && TryParseStatus(String(each), out var status)
            ? status
            : throw Unfit(each, $"one of {string.Join(", ", Enum.GetNames<JobStatus>())}"))]
        : throw Unfit(value, "an array of statuses such as [\"queued\", \"running\"]");

    /// <summary>Reads a status by its name, in any case of letters.</summary>
    public static bool TryParseStatus(string name, out JobStatus status)
    {
        status = default;
        return name.All(char.IsAsciiLetter) && Enum.TryParse(name, ignoreCase: true, out status);
    }

    public static Guid Id(JsonElement value) => value.ValueKind is JsonValueKind.String && value.TryGetGuid(out var id)
        ? id
        : throw Unfit(value, "a job's id such as \"01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d\"");

    public static int Number(JsonElement value) => value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number)
        ? number
        : throw Unfit(value, "a whole number");

    public static double Decimal(JsonElement value) =>
        value.ValueKind is JsonValueKind.Number ? value.GetDouble() : throw Unfit(value, "a number");

    public static bool Flag(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? value.GetBoolean()
        : throw Unfit(value, "true or false");

    /// <summary>A span of time as on the command line, or a number of seconds.</summary>
    public static TimeSpan Span(JsonElement value)
    {
        var text = value.ValueKind is JsonValueKind.String ? String(value) : value.ValueKind is JsonValueKind.Number
            ? value.GetRawText() : "";
        return Times.TryParseSpan(text, out var span) ? span
            : throw new UsageException($" is {Shown(value)}, which is no span of time; {Times.SpanRule}");
    }

    public static DateTimeOffset Time(JsonElement value) =>
        value.ValueKind is JsonValueKind.String && Times.TryParseTime(String(value), out var time)
        ? time
        : throw new UsageException($" is {Shown(value)}, which {(value.ValueKind is JsonValueKind.String ? Times.WhyNoTime(String(value)) : $"is no time; {Times.TimeRule}")}");

    /// <summary>The value as JSON text.</summary>
    public static string Object(JsonElement value) =>
        value.ValueKind is JsonValueKind.Object ? value.GetRawText() : throw Unfit(value, "an object");

    /// <summary>The value as JSON text.</summary>
    public static string ArrayOrObject(JsonElement value) => value.ValueKind is JsonValueKind.Array or JsonValueKind.Object
        ? value.GetRawText()
        : throw Unfit(value, "an array, for arguments by position, or an object, for arguments by name");

    /// <summary>Why a text is no JSON, and where.</summary>
    public static string Reason(JsonException e) =>
        $"{e.Message.Split(" LineNumber:")[0]} (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})";

    public static string ArrayOfTransforms(JsonElement value) => value.ValueKind is JsonValueKind.Array
        ? value.GetRawText()
        : throw Unfit(value, """an array such as [{"$transform": "artifact", "name": "report.csv"}]""");

    /// <summary>The beginning of a value, to be shown in a sentence.</summary>
    public static string Shown(JsonElement value) =>
        value.GetRawText() is var text && text.Length <= Longest ? text : $"{text[..Longest]}...";

    private static UsageException Unfit(JsonElement value, string rule) => new($" is {Shown(value)}; it must be {rule}");

    // Half a surrogate pair, written as an escape, is JSON and no text.
    private static string String(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new UsageException($" is {Shown(value)}, which has half a character in it");
        }
    }
}
