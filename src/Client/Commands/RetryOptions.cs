using System.CommandLine;
using Gristmill.Client.Input;
using Gristmill.Core;

namespace Gristmill.Client.Commands;

/// <summary>The options that say what follows a run that failed.</summary>
internal sealed class RetryOptions
{
    private readonly Option<int?> _retries = new("--retries")
    {
        HelpName = "N",
        Description =
            "How many more runs may follow a failed one: N retries are at most N+1 attempts; 0 for none. [default: the task's own]",
        CustomParser = typed => Values.Number(typed, 0, 999),
    };

    private readonly Option<TimeSpan?> _delay = new("--retry-delay")
    {
        HelpName = "SPAN",
        Description = "The pause before the first retry. [default: 1s]",
        CustomParser = Values.Span,
    };

    private readonly Option<double?> _factor = new("--retry-factor")
    {
        HelpName = "1-10",
        Description = "How much longer each further pause is. [default: 2]",
        CustomParser = typed => Values.Decimal(typed, 1, 10),
    };

    private readonly Option<TimeSpan?> _maxDelay = new("--retry-max-delay")
    {
        HelpName = "SPAN",
        Description = "The longest pause. [default: 10m]",
        CustomParser = Values.Span,
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _retries, _delay, _factor, _maxDelay })
            command.Add(option);
    }

    /// <summary>The policy that was typed; null for the task's own.</summary>
    /// <exception cref="UsageException">Pauses are given, and no number of retries.</exception>
    public RetryPolicy? Read(ParseResult typed)
    {
        var standard = new RetryPolicy();
        if (typed.GetValue(_retries) is { } retries)
            return new RetryPolicy
            {
                MaxAttempts = retries + 1,
                FirstDelay = typed.GetValue(_delay) ?? standard.FirstDelay,
                Factor = typed.GetValue(_factor) ?? standard.Factor,
                MaxDelay = typed.GetValue(_maxDelay) ?? standard.MaxDelay,
            };
        var pause = new Option[] { _delay, _factor, _maxDelay }.FirstOrDefault(option => typed.GetResult(option) is not null);
        return pause is null ? null
            : throw new UsageException($"{pause.Name} is given without --retries; say how many retries there may be");
    }
}
