using System.CommandLine;
using Gristmill.Client.Input;
using Gristmill.Client.Jobs;

namespace Gristmill.Client.Commands;

/// <summary>What <c>run</c> and <c>submit</c> have in common: a task, its arguments, and the job's options.</summary>
internal sealed class Submission
{
    private readonly Argument<string> _task = new("TASK") { Description = "The task's full name; `gristmill tasks` lists them." };

    private readonly Argument<string[]> _positional = new("ARG")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = """Arguments by position, read as JSON where they are JSON, else as strings: 26, true, [1,2], text, '"26"'. What begins with - goes behind --.""",
    };

    private readonly Option<NamedArgument[]> _named = new("--arg", "-a")
    {
        HelpName = "NAME=VALUE",
        Description = "An argument by name; the value is read like an ARG. May be given several times, and besides ARGs.",
        CustomParser = Values.NamedArguments,
    };

    private readonly Option<string> _queue = new("--queue") { HelpName = "NAME", Description = "The queue to wait in. [default: the task's own]" };

    private readonly Option<int?> _priority = new("--priority")
    {
        HelpName = "0-9",
        Description = "The greater the sooner. [default: the task's own, or 5]",
        CustomParser = Values.Number,
    };

    private readonly Option<string> _title = new("--title") { HelpName = "TEXT", Description = "A title for people. [default: the task's own]" };

    private readonly Option<TimeSpan?> _timeLimit = new("--time-limit")
    {
        HelpName = "SPAN",
        Description = "How long a run may take: 30s, 5m, 1h30m. [default: the task's own]",
        CustomParser = Values.Span,
    };

    public Submission(Command command)
    {
        command.Add(_task);
        command.Add(_positional);
        foreach (var option in new Option[] { _named, _queue, _priority, _title, _timeLimit })
            command.Add(option);
    }

    /// <summary>The job that was typed.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="jobs">Asked about the task, if that is needed to tell its arguments apart.</param>
    /// <exception cref="UsageException">The task or its positional arguments do not exist.</exception>
    public async Task<JobRequest> ReadAsync(ParseResult typed, JobClient jobs)
    {
        var name = typed.GetRequiredValue(_task);
        var arguments = new JobArguments(
            [.. (typed.GetValue(_positional) ?? []).Select(JobArguments.ToJson)], typed.GetValue(_named) ?? []);
        var task = arguments.NeedsTask ? (await jobs.FindTaskAsync(name)).Task : null;
        return new JobRequest
        {
            Id = Guid.CreateVersion7(),
            Task = name,
            Arguments = arguments.ToJson(task),
            Queue = typed.GetValue(_queue),
            Priority = typed.GetValue(_priority),
            Title = typed.GetValue(_title),
            TimeLimit = typed.GetValue(_timeLimit),
        };
    }
}
