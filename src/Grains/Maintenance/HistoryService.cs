using Gristmill.Core;
using Gristmill.Grains.Counters;
using Gristmill.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gristmill.Grains.Maintenance;

/// <summary>
/// Keeps what the cluster did in the store, so that it outlives silos: one small write a minute. One silo does so, the first by
/// name of those that live; when another takes over, what both have seen is added up.
/// </summary>
public sealed partial class HistoryService(
    IJobStore store, JobCounts counts, SiloIdentity silo, [FromKeyedServices(Clock.Key)] TimeProvider clock, ILogger<HistoryService> log)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly ClusterRecorder _recorder = new(clock);
    private bool _isOurs;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _recorder.Begin(silo.Started, silo.Owner);
        await PeriodicWork.TryAsync(ReadAsync, LogFailed);
        await PeriodicWork.RunAsync(Period, clock, ReadAsync, LogFailed, stoppingToken);
        await PeriodicWork.TryAsync(ReadAsync, LogFailed);
        if (_isOurs)
            await PeriodicWork.TryAsync(WriteAsync, LogFailed);
    }

    private async Task ReadAsync()
    {
        var live = await store.LiveWorkersAsync(clock);
        var wasOurs = _isOurs;
        _isOurs = live.AreLedBy(silo.Owner);
        if (!_isOurs)
        {
            if (wasOurs)
                await WriteAsync();
            _recorder.Forget();
            return;
        }
        // The others' totals are as old as their heartbeats.
        _recorder.Read([.. live.Select(pool =>
            pool.Owner == silo.Owner && pool.Load is { } load ? pool with { Load = counts.AddTo(load) } : pool)]);
        if (_recorder.IsDue())
            await WriteAsync();
    }

    private async Task WriteAsync()
    {
        var queues = await store.CountQueuesAsync(clock.GetUtcNow());
        if (_recorder.Take(queues.Sum(queue => queue.Ready), queues.Sum(queue => queue.Delayed)) is { } figures)
            await store.AddStatsAsync(figures);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cluster's history could not be kept; some of it is missing")]
    private partial void LogFailed(Exception exception);
}
