using System.CommandLine;
using Gristmill.Client.Input;
using Gristmill.Core;

namespace Gristmill.Client.Commands;

/// <summary>The options that give a job a limit, which it shares with all jobs of the limit's key.</summary>
internal sealed class LimitOptions
{
    private const int Most = 10_000;

    private readonly Option<int?> _concurrent = new("--max-concurrent")
    {
        HelpName = "N",
        Description =
            "How many jobs of the limit's key may run at the same time, over the whole cluster. [default: the task's own limit alone]",
        CustomParser = typed => Values.Number(typed, 1, Most),
    };

    private readonly Option<int?> _starts = new("--max-starts")
    {
        HelpName = "N",
        Description =
            "How many jobs of the limit's key may start in a period, over the whole cluster. [default: the task's own limit alone]",
        CustomParser = typed => Values.Number(typed, 1, Most),
    };

    private readonly Option<TimeSpan?> _period = new("--start-period")
    {
        HelpName = "SPAN",
        Description = "The time for --max-starts, 1s to 1d. [default: 1s]",
        CustomParser = Values.Span,
    };

    private readonly Option<string?> _key = new("--limit-key")
    {
        HelpName = "KEY",
        Description = "What the jobs share that --max-concurrent and --max-starts count. [default: the task's name]",
        CustomParser = Values.Word,
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _concurrent, _starts, _period, _key })
            command.Add(option);
    }

    /// <summary>The limit that was typed; null for none.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="task">The key if none was typed: the task's name, or empty for each line's own.</param>
    /// <exception cref="UsageException">A key or period is given, and nothing that it limits.</exception>
    public JobLimit? Read(ParseResult typed, string task)
    {
        var (concurrent, starts, period) = (typed.GetValue(_concurrent), typed.GetValue(_starts), typed.GetValue(_period));
        if (period is not null && starts is null)
            throw new UsageException($"{_period.Name} is given without {_starts.Name}; say how many may start in it");
        if (concurrent is not null || starts is not null)
        {
            var limit = new JobLimit { Key = typed.GetValue(_key) ?? task, MaxConcurrent = concurrent, MaxStarts = starts };
            return period is { } time ? limit with { Period = time } : limit;
        }
        return typed.GetValue(_key) is null
            ? null
            : throw new UsageException($"{_key.Name} is given without {_concurrent.Name} and {_starts.Name}; say how many jobs may run or start");
    }
}
