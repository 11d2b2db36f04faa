using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gristmill.Execution.Json;

/// <summary>What a string or number must be beyond its kind, with a name for people.</summary>
/// <param name="Noun">What is expected, without an article.</param>
/// <param name="Text">Whether a string is one.</param>
/// <param name="Number">Whether a number, as it is written, is one; null if any is.</param>
/// <param name="Bounds">Where numbers end, for the end of a sentence.</param>
/// <param name="Written">
/// A string as its value is written: the same for strings that are the same value. Null if that is the string itself.
/// </param>
public sealed record JsonFormat(
    string Noun, Func<string, bool> Text, Func<JsonElement, bool>? Number = null, string Bounds = "", Func<string, string>? Written = null)
{
    /// <summary>
    /// Our own word in <c>format</c>: days.hours:minutes:seconds. The standard's <c>duration</c> is another form.
    /// </summary>
    public const string TimeSpan = "timespan";

    /// <summary>A value of <c>contentEncoding</c>.</summary>
    public const string Base64 = "base64";

    /// <summary>A form by its name in a schema, or null if it is none that is checked.</summary>
    public static JsonFormat? Find(string? name) => name is null ? null : Scalars.FormatOf(name);

    /// <summary>
    /// The form that a regular expression describes. What takes it longer than a tenth of a second does not match.
    /// </summary>
    public static JsonFormat Matching(string pattern)
    {
        var expression = new Regex(pattern, RegexOptions.CultureInvariant, System.TimeSpan.FromMilliseconds(100));
        return new($"string that matches {pattern}", text =>
        {
            try
            {
                return expression.IsMatch(text);
            }
            catch (RegexMatchTimeoutException)
            {
                return false;
            }
        });
    }
}
