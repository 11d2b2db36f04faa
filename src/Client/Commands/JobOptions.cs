using System.CommandLine;
using Gristmill.Client.Input;
using Gristmill.Core;

namespace Gristmill.Client.Commands;

/// <summary>The options of a job that is submitted. What is not given comes from the task.</summary>
internal sealed class JobOptions
{
    private readonly Option<Guid?> _id = new("--id")
    {
        HelpName = "ID",
        Description = "The job's id, so that a submission can be repeated: the same id is the same job. [default: a new one]",
        CustomParser = Values.OptionalId,
    };

    private readonly Option<string> _queue =
        new("--queue") { HelpName = "NAME", Description = "The queue to wait in. [default: the task's own]" };

    private readonly Option<int?> _priority = new("--priority")
    {
        HelpName = "0-9",
        Description = "The greater the sooner. [default: the task's own, or 5]",
        CustomParser = Values.Number,
    };

    private readonly Option<string> _title =
        new("--title") { HelpName = "TEXT", Description = "A title for people. [default: the task's own]" };
    private readonly Option<string> _type = new("--type") { HelpName = "TEXT", Description = "What kind of job it is." };
    private readonly Option<string> _user = new("--user") { HelpName = "NAME", Description = "On whose behalf it runs." };
    private readonly Option<bool> _public = new("--public") { Description = "Everybody may see it, where there are users." };

    private readonly Option<string[]> _tags = new("--tag")
    {
        HelpName = "WORD",
        Description = "A word to find the job by. May be given several times.",
        CustomParser = Values.Words,
    };

    private readonly Option<string?> _meta = new("--meta")
    {
        HelpName = "JSON|NAME=VALUE",
        Description = "Fields of your own: a JSON object, or one field, its value read like an ARG. May be given several times.",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = Values.Fields,
    };

    private readonly Option<string> _resultTransforms = new("--result-transforms")
    {
        HelpName = "JSON",
        Description =
            """What becomes of the result: [{"$transform": "artifact", "name": "report.csv"}] keeps it with the job. [default: the task's own]""",
    };

    private readonly Option<Guid?> _parent = new("--parent")
    {
        HelpName = "ID",
        Description = "The job that this one is a part of.",
        CustomParser = Values.OptionalId,
    };

    private readonly Option<TimeSpan?> _delay = Span("--delay", "How long to wait before the job may run. Not with --at.");

    private readonly Option<DateTimeOffset?> _at = new("--at")
    {
        HelpName = "TIME",
        Description =
            "The earliest time at which the job may run: 2026-03-01T14:05, in UTC unless an offset (+01:00) or a time zone ([Europe/Berlin]) is behind it. Not with --delay.",
        CustomParser = Values.Time,
    };

    private readonly Option<TimeSpan?> _expires =
        Span("--expires", "A job that has not started by then is canceled. [default: never]");
    private readonly Option<TimeSpan?> _timeLimit =
        Span("--time-limit", "How long a run may take: 90, 30s, 5m, 1h30m, 1d, 00:05:00. [default: the task's own]");

    private readonly Option<TimeSpan?> _hardTimeLimit = Span(
        "--hard-time-limit", "How long past its time limit a task may go on before its run is given up. [default: the silo's grace]");

    private readonly Option<int?> _maxLostRuns = new("--max-lost-runs")
    {
        HelpName = "1-100",
        Description = "How many runs may be lost with their silos before the job ends in Error. [default: the task's own, or 5]",
        CustomParser = typed => Values.Number(typed, 1, 100),
    };

    private readonly Option<bool> _noRedeliver =
        new("--no-redeliver") { Description = "Never run again what was lost with its silo: at most once." };
    private readonly RetryOptions _retry = new();
    private readonly UniqueOptions _unique = new();
    private readonly LimitOptions _limit = new();

    public JobOptions(Command command)
    {
        foreach (var option in new Option[]
        {
            _queue, _priority, _title, _type, _user, _public, _tags, _meta, _resultTransforms, _parent, _id, _delay, _at,
            _expires, _timeLimit, _hardTimeLimit,
        })
            command.Add(option);
        _retry.AddTo(command);
        command.Add(_maxLostRuns);
        command.Add(_noRedeliver);
        _unique.AddTo(command);
        _limit.AddTo(command);
    }

    /// <summary>The options that name one job and fit no file of jobs.</summary>
    public IEnumerable<Option> OfOneJob => [_id];

    /// <summary>A job of a task, with the options that were typed.</summary>
    /// <exception cref="UsageException">The options contradict each other.</exception>
    public JobRequest Read(ParseResult typed, string task)
    {
        if (typed.GetValue(_delay) is not null && typed.GetValue(_at) is not null)
            throw new UsageException("--delay and --at are both given; give one of them");
        return new JobRequest
        {
            Id = typed.GetValue(_id) ?? Guid.CreateVersion7(),
            Task = task,
            Queue = typed.GetValue(_queue),
            Priority = typed.GetValue(_priority),
            Title = typed.GetValue(_title),
            TimeLimit = typed.GetValue(_timeLimit),
            Type = typed.GetValue(_type),
            User = typed.GetValue(_user),
            Public = typed.GetValue(_public),
            Meta = typed.GetValue(_meta),
            Tags = typed.GetValue(_tags) ?? [],
            ResultTransforms = typed.GetValue(_resultTransforms),
            Parent = typed.GetValue(_parent),
            Delay = typed.GetValue(_delay),
            At = typed.GetValue(_at),
            Expires = typed.GetValue(_expires),
            HardTimeLimit = typed.GetValue(_hardTimeLimit),
            Retry = _retry.Read(typed),
            Redeliver = typed.GetValue(_noRedeliver) ? false : null,
            MaxLostRuns = typed.GetValue(_maxLostRuns),
            Unique = _unique.Read(typed),
            Limit = _limit.Read(typed, task),
        };
    }

    private static Option<TimeSpan?> Span(string name, string description) =>
        new(name) { HelpName = "SPAN", Description = description, CustomParser = Values.Span };
}
