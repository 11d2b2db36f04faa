using System.Globalization;
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
        context.Result = Fibonacci.Of(int.Parse(context.MergedJobDataMap.GetString("n")!, CultureInfo.InvariantCulture));
        return default;
    }
}

/// <summary>Quartz's own way to learn that a trigger's job has run, in the process of the workers.</summary>
internal sealed class EndListener(Ends ends) : IJobListener
{
    public string Name => "ends";

    public ValueTask JobWasExecuted(
        IJobExecutionContext context, JobExecutionException? jobException, CancellationToken cancellationToken = default)
    {
        ends.Tell(context.Trigger.Key.Name, context.Result);
        return default;
    }
}
