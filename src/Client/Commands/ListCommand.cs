using System.CommandLine;
using Gristmill.Client.Input;
using Gristmill.Client.Output;
using Gristmill.Core;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>Lists jobs.</summary>
internal sealed class ListCommand : Verb
{
    private readonly Option<JobStatus[]> _status = new("--status", "-s")
    {
        HelpName = "STATUS,...",
        Description = "Only jobs of these statuses, separated by commas: queued,running",
        CustomParser = Values.Statuses,
    };

    private readonly Option<string> _task = new("--task", "-t") { HelpName = "TASK", Description = "Only jobs of this task." };
    private readonly Option<string> _queue = new("--queue") { HelpName = "NAME", Description = "Only jobs of this queue." };

    private readonly Option<string> _tag = new("--tag") { HelpName = "WORD", Description = "Only jobs with this tag." };

    private readonly Option<Guid?> _parent = new("--parent")
    {
        HelpName = "ID",
        Description = "Only jobs that this job has submitted.",
        CustomParser = Values.OptionalId,
    };

    private readonly Option<Moment?> _since = Bound("--since", "Only jobs submitted then or later");
    private readonly Option<Moment?> _until = Bound("--until", "Only jobs submitted before");

    private readonly Option<Moment?> _endedSince = Bound("--ended-since", "Only jobs that ended then or later, the last first");
    private readonly Option<Moment?> _endedUntil = Bound("--ended-until", "Only jobs that ended before, the last first");

    private readonly Option<string> _text = new("--text")
    {
        HelpName = "TEXT",
        Description = "Only jobs with this text in their title, task, arguments or error.",
    };

    private readonly Option<bool> _dead =
        new("--dead") { Description = "The jobs that ended in Error, how often they failed, and why." };

    private readonly Option<int?> _limit = new("--limit", "-n")
    {
        HelpName = "N",
        Description = "The most jobs to list.",
        CustomParser = Values.PositiveNumber,
        DefaultValueFactory = _ => 50,
    };

    public ListCommand() : base("list", "Lists jobs, newest first.")
    {
        Option[] options =
            [_status, _task, _queue, _tag, _parent, _since, _until, _endedSince, _endedUntil, _text, _dead, _limit];
        foreach (var option in options)
            Add(option);
        Examples =
        [
            "list --status queued,running",
            "list --task gwexample.analyses.tasks.fibonacci --since 2h",
            "list --dead --ended-since 12h",
            "list --dead --output json | jq -r .id | xargs gristmill retry",
        ];
    }

    public override async Task<int> RunAsync(Session session)
    {
        var query = Read(session.Typed, session.Clock);
        var jobs = await session.ConnectAsync();
        var isDead = session.Typed.GetValue(_dead);
        var sheet = isDead ? DeadJobs.Sheet() : JobLines.Sheet();
        await foreach (var job in jobs.ListAllAsync(query, session.Typed.GetValue(_limit)!.Value))
            if (session.Json)
                session.Out.Raw(JsonViews.Line(job));
            else
                sheet.Add(isDead ? DeadJobs.Row(job, session.Clock) : JobLines.Row(job, session.Clock));
        if (!session.Json)
            session.Print(sheet, ifEmpty: isDead ? "no dead jobs" : "no jobs");
        return ExitCodes.Success;
    }

    private JobQuery Read(ParseResult typed, TimeProvider clock)
    {
        var statuses = typed.GetValue(_status) ?? [];
        if (typed.GetValue(_dead) && statuses.Length > 0)
            throw new UsageException("--dead and --status are both given; --dead is --status error, shown otherwise");
        return new JobQuery
        {
            Statuses = typed.GetValue(_dead) ? [JobStatus.Error] : statuses,
            Task = typed.GetValue(_task),
            Queue = typed.GetValue(_queue),
            Tag = typed.GetValue(_tag),
            Parent = typed.GetValue(_parent),
            Since = typed.GetValue(_since)?.On(clock),
            Until = typed.GetValue(_until)?.On(clock),
            EndedSince = typed.GetValue(_endedSince)?.On(clock),
            EndedUntil = typed.GetValue(_endedUntil)?.On(clock),
            Text = typed.GetValue(_text),
        };
    }

    private static Option<Moment?> Bound(string name, string description) => new(name)
    {
        HelpName = "SPAN|TIME",
        Description =
            $"{description}: 2h or 1d for that long ago, or 2026-03-01T14:05, in UTC unless an offset (+01:00) or a time zone ([Europe/Berlin]) is behind it.",
        CustomParser = Values.Moment,
    };
}
