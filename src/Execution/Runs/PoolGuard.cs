using Microsoft.Extensions.Hosting;

namespace Gristmill.Execution.Runs;

/// <summary>
/// Keeps room in .NET's thread pool, on which grains and HTTP run, when tasks fill it: <c>Task.Run</c> and PLINQ put their work
/// there, and while it burns the processor or blocks, .NET adds a thread a second at best.
/// </summary>
public sealed class PoolGuard : IHostedService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    /// <summary>The most threads to ask for. Whoever needs more has put endless work there.</summary>
    private const int MostThreads = 1_000;

    private readonly ManualResetEvent _stop = new(false);
    private Thread? _thread;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A thread of its own: nothing that runs on the pool could help it.
        _thread = new Thread(Watch) { IsBackground = true, Name = "gristmill pool guard" };
        _thread.UnsafeStart();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Set();
        _thread?.Join();
        return Task.CompletedTask;
    }

    private void Watch()
    {
        ThreadPool.GetMinThreads(out var normal, out var ports);
        var least = normal;
        var before = ThreadPool.CompletedWorkItemCount;
        while (!_stop.WaitOne(Period))
        {
            var completed = ThreadPool.CompletedWorkItemCount;
            var stands = completed == before && ThreadPool.PendingWorkItemCount > 0;
            before = completed;
            var next = Math.Clamp(stands ? 2 * ThreadPool.ThreadCount : least - 1, normal, Math.Max(normal, MostThreads));
            if (next != least && ThreadPool.SetMinThreads(next, ports))
                least = next;
        }
        ThreadPool.SetMinThreads(normal, ports);
    }
}
