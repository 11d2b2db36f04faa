using System.Collections.Concurrent;
using System.Diagnostics;
using Quartz;

namespace Gristmill.Bench.Peers.Quartz;

/// <summary>Does nothing.</summary>
internal sealed class NoOpJob : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => default;
}

/// <summary>The number that its trigger asks for.</summary>
internal sealed class FibonacciJob : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        context.Result = Fibonacci(int.Parse(context.MergedJobDataMap.GetString("n")!, System.Globalization.CultureInfo.InvariantCulture));
        return default;
    }

    private static long Fibonacci(int n) => n < 3 ? 1 : Fibonacci(n - 1) + Fibonacci(n - 2);
}

/// <summary>Tells who waits for it that a trigger's job has run: Quartz's own way to learn of it, in the process of the workers.</summary>
internal sealed class Ends : IJobListener
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<(long Time, object? Result)>> _waiting = new();

    public string Name => "ends";

    public Task<(long Time, object? Result)> Of(string trigger) => Source(trigger).Task;

    public ValueTask JobWasExecuted(IJobExecutionContext context, JobExecutionException? jobException, CancellationToken cancellationToken = default)
    {
        if (_waiting.TryRemove(context.Trigger.Key.Name, out var waiting))
            waiting.SetResult((Stopwatch.GetTimestamp(), context.Result));
        return default;
    }

    private TaskCompletionSource<(long, object?)> Source(string trigger) =>
        _waiting.GetOrAdd(trigger, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
