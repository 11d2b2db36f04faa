using Gristmill.Dashboard.Live;
using Microsoft.Extensions.Hosting;

namespace Gristmill.Dashboard.Overview;

/// <summary>
/// Keeps the history while the silo lives. Silos are read once a second; queues, whose counting takes longer the more jobs wait,
/// so seldom that it costs at most a hundredth of the time while somebody looks, and a two-hundredth while nobody does.
/// </summary>
internal sealed class Sampler(ClusterHistory history, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UnwatchedPeriod = TimeSpan.FromSeconds(5);
    private const int WatchedFactor = 100;
    private const int UnwatchedFactor = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        var (read, cost) = (0L, TimeSpan.Zero);
        while (await TickAsync(timer, stoppingToken))
        {
            var pause = history.IsWatched ? Pace.After(Period * 0.9, cost, WatchedFactor)
                : Pace.After(UnwatchedPeriod, cost, UnwatchedFactor);
            if (read == 0 || clock.GetElapsedTime(read) >= pause)
            {
                var since = clock.GetTimestamp();
                await history.ReadQueuesAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                (read, cost) = (clock.GetTimestamp(), clock.GetElapsedTime(since));
            }
            if (history.IsWatched)
                await history.ReadKeptAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await history.ReadSilosAsync();
        }
    }

    private static async Task<bool> TickAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
