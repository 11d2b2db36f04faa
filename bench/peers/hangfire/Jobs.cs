using Hangfire.Server;

namespace Gristmill.Bench.Peers.Hangfire;

/// <summary>What its workers run.</summary>
internal static class Jobs
{
    private static readonly Ends Begun = new();

    public static void NoOp()
    {
    }

    public static long Compute(int n) => Fibonacci.Of(n);

    /// <summary>Waits until it is canceled.</summary>
    public static async Task WaitAsync(PerformContext? context, CancellationToken cancellationToken)
    {
        Begun.Tell(context!.BackgroundJob.Id, null);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }

    /// <summary>Done when a waiting job has begun to wait.</summary>
    public static Task WaitingAsync(string job) => Begun.OfAsync(job);
}

/// <summary>Hangfire's own way to learn that a job has run, in the process of the workers.</summary>
internal sealed class EndFilter(Ends ends) : IServerFilter
{
    public void OnPerforming(PerformingContext context)
    {
    }

    public void OnPerformed(PerformedContext context) => ends.Tell(context.BackgroundJob.Id, context.Result);
}
