using System.CommandLine;
using Gristmill.Client.Input;
using Gristmill.Client.Jobs;
using Gristmill.Client.Output;
using Gristmill.Core;

namespace Gristmill.Client.Commands;

/// <summary>What <c>run</c> and <c>submit</c> have in common: a task, its arguments, and the job's options.</summary>
internal sealed class Submission
{
    private readonly Argument<string> _task = new("TASK") { Description = "The task's full name; `gristmill tasks` lists them." };

    private readonly Argument<string[]> _positional = new("ARG")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description =
            """Arguments by position, read as JSON where they are JSON, else as strings: 26, true, [1,2], text, '"26"'. What begins with - goes behind --.""",
    };

    private readonly Option<NamedArgument[]> _named = new("--arg", "-a")
    {
        HelpName = "NAME=VALUE",
        Description = """
            An argument by name; the value is read like an ARG, and @FILE is a file that comes with the job: the task gets the path of a copy.
            '"@text"' is a text. May be given several times, and besides ARGs.
            """.ReplaceLineEndings(" "),
        CustomParser = Values.NamedArguments,
    };

    private readonly JobOptions _options;

    /// <param name="command">Where to add them.</param>
    /// <param name="isTaskOptional">Whether the task may be named elsewhere.</param>
    public Submission(Command command, bool isTaskOptional = false)
    {
        if (isTaskOptional)
            _task.Arity = ArgumentArity.ZeroOrOne;
        command.Add(_task);
        command.Add(_positional);
        command.Add(_named);
        _options = new JobOptions(command);
    }

    /// <summary>The job that was typed.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="connect">
    /// Reaches the cluster, which is asked about the task if that is needed to tell its arguments apart.
    /// </param>
    /// <param name="cancellationToken">Uploads no more of its files.</param>
    /// <exception cref="UsageException">
    /// The task, a file or its positional arguments do not exist, or options contradict each other.
    /// </exception>
    public async Task<(JobRequest Request, JobClient Jobs)> ReadAsync(ParseResult typed, Func<Task<JobClient>> connect,
        CancellationToken cancellationToken)
    {
        var name = typed.GetValue(_task)
            ?? throw new UsageException($"TASK is missing; `gristmill {typed.CommandResult.Command.Name} --help` tells more");
        var request = _options.Read(typed, name);
        using var files = new FileArguments(typed.GetValue(_named) ?? []);
        var arguments = new JobArguments([.. (typed.GetValue(_positional) ?? []).Select(JobArguments.ToJson)], files.Arguments);
        var jobs = await connect();
        await files.UploadAsync(jobs, request.Id, cancellationToken);
        var task = arguments.NeedsTask ? (await jobs.FindTaskAsync(name)).Task : null;
        return (request with { Arguments = arguments.ToJson(task) }, jobs);
    }

    /// <summary>
    /// Tells the person that the job was there already, with the unique key, or else when it starts if that is a time of the day.
    /// </summary>
    public static void SayWhatBecame(Session session, JobRequest request, JobHandle job)
    {
        if (job.Id == request.Id && request.At is { } at)
            session.Say($"starts at {session.Clock.Moment(at)} or later");
        if (job.Id != request.Id)
            session.Say($"job {job.Id} has the key \"{request.Unique!.Key}\" already; no other was made");
    }

    /// <summary>What was typed for all jobs of a file: the task and the options of those that do not name their own.</summary>
    /// <exception cref="UsageException">What belongs to one job alone was given, or options contradict each other.</exception>
    public JobRequest ReadForFile(ParseResult typed)
    {
        foreach (Symbol symbol in new Symbol[] { _positional, _named }.Concat(_options.OfOneJob))
            if (typed.GetResult(symbol) is { Tokens.Count: > 0 })
                throw new UsageException($"{symbol.Name} is given with --file; each line gives its own");
        return _options.Read(typed, typed.GetValue(_task) ?? "");
    }
}
