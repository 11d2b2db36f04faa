using System.Globalization;
using Gristmill.Core;
using Gristmill.Dashboard.Http;
using Gristmill.Json;
using Microsoft.AspNetCore.Http;

namespace Gristmill.Dashboard.Api;

/// <summary>The parameters of a request's address; everything that is wrong with them is told together.</summary>
/// <param name="request">The request.</param>
/// <param name="known">The names there are.</param>
internal sealed class Parameters(HttpRequest request, params string[] known)
{
    private readonly List<Fault> _faults =
    [
        .. from name in request.Query.Keys
           where !known.Contains(name)
           let rule = TaskNames.Suggest(name, known) is { } meant ? $"did you mean '{meant}'?" : Those(known)
           select new Fault(name, null, rule, $"unknown parameter '{name}'; {rule}"),
    ];

    public string? Text(string name)
    {
        var values = request.Query[name];
        if (values.Count > 1)
            _faults.Add(new Fault(name, values.ToString(), "give it once",
                $"{name} is given {values.Count} times; give it once"));
        return values.Count == 0 ? null : values[0];
    }

    public long Number(string name, long standard, long least, long most)
    {
        if (Text(name) is not { } text)
            return standard;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least
            && number <= most)
            return number;
        _faults.Add(Fault.In(name, text, $"it must be a whole number from {least:N0} to {most:N0}"));
        return standard;
    }

    /// <summary>One of some words; the first unless given.</summary>
    public string Choice(string name, params string[] words)
    {
        var text = Text(name) ?? words[0];
        if (!words.Contains(text))
            _faults.Add(Fault.In(name, text, $"it must be {string.Join(" or ", words)}"));
        return text;
    }

    public TimeSpan Span(string name, TimeSpan standard, TimeSpan most)
    {
        if (Text(name) is not { } text)
            return standard;
        if (Times.TryParseSpan(text, out var span) && span <= most)
            return span;
        _faults.Add(Fault.In(name, text, $"it must be a span of time up to {Times.Words(most)}; {Times.SpanRule}"));
        return standard;
    }

    public Guid? Id(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (Guid.TryParse(text, out var id))
            return id;
        _faults.Add(Fault.In(name, text, "it must be a job's id such as 01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d"));
        return null;
    }

    public DateTimeOffset? Time(string name, TimeProvider clock)
    {
        if (Text(name) is not { } text)
            return null;
        if (Moment.TryParse(text, out var moment))
            return moment.On(clock);
        _faults.Add(Fault.In(name, text,
            "it must be a span of time before now, such as 2h, or a time such as 2026-03-01T14:05 (UTC)"));
        return null;
    }

    public JobStatus[] Statuses(string name)
    {
        var statuses = new List<JobStatus>();
        foreach (var text in request.Query[name].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries)))
            if (JsonValues.TryParseStatus(text, out var status))
                statuses.Add(status);
            else
                _faults.Add(Fault.In(name, text, $"it must be one of {string.Join(", ", Enum.GetNames<JobStatus>())}"));
        return [.. statuses];
    }

    /// <exception cref="ProblemException">Something is wrong.</exception>
    public void Check()
    {
        if (_faults.Count > 0)
            throw new ProblemException(Problem.Of(400, _faults));
    }

    private static string Those(string[] known) =>
        known.Length == 0 ? "there are none here" : $"those are {string.Join(", ", known)}";
}
