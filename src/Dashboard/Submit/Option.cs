using System.Globalization;
using Gristmill.Core;

namespace Gristmill.Dashboard.Submit;

/// <summary>
/// An option of a job in the form. It stays as it was typed: what cannot be used is told, never made into something else.
/// </summary>
/// <param name="label">What people call it.</param>
/// <param name="name">What the silo's sentences call it.</param>
/// <param name="rule">What may be typed.</param>
internal sealed class Option(string label, string name, string? rule = null)
{
    public string Label => label;

    public string? Rule => rule;

    public string Id => $"option-{name.Replace('.', '-')}";

    /// <summary>What was typed.</summary>
    public string Text { get; set; } = "";

    /// <summary>What the page puts into the control, as of <see cref="Field.Shown"/>.</summary>
    public string Shown { get; private set; } = "";

    public void Show(string text) => Shown = Text = text;

    /// <summary>What holds if nothing is typed.</summary>
    public string? Default { get; set; }

    public string? Given => string.IsNullOrWhiteSpace(Text) ? null : Text.Trim();

    /// <summary>What a sentence says of this option, in the form's words; null if it is about something else.</summary>
    public string? Problem(string sentence) =>
        sentence.StartsWith($"{name} ", StringComparison.Ordinal) ? $"{label}{sentence[name.Length..]}" : null;

    public int? Number(ref string[] problems)
    {
        if (Given is not { } given)
            return null;
        if (int.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        problems = [.. problems, $"{name} is {given}; it must be a whole number, {rule}"];
        return null;
    }

    public TimeSpan? Span(ref string[] problems)
    {
        if (Given is not { } given)
            return null;
        if (Times.TryParseSpan(given, out var span))
            return span;
        problems = [.. problems, $"{name} is {given}, which is no span of time; {Times.SpanRule}"];
        return null;
    }

    /// <summary>How long to wait, or until when: the option of a job that takes either.</summary>
    public (TimeSpan? Delay, DateTimeOffset? At) Start(ref string[] problems)
    {
        if (Given is not { } given)
            return default;
        if (Times.TryParseSpan(given, out var span))
            return (span, null);
        if (Times.TryParseTime(given, out var time))
            return (null, time);
        problems = [.. problems, $"{name} is {given}, which {Times.WhyNoTime(given)}, or a span of time; {Times.SpanRule}"];
        return default;
    }

    public static string Words(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A span so that it is read as the same.</summary>
    public static string Words(TimeSpan? span) => span?.TotalSeconds.ToString("0.#######", CultureInfo.InvariantCulture) ?? "";
}
