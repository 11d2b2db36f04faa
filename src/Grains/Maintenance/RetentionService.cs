using Gristmill.Core;
using Gristmill.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gristmill.Grains.Maintenance;

/// <summary>Sweeps now and then, on one silo of the cluster: the first by name of those that live.</summary>
public sealed partial class RetentionService(
    RetentionSweep sweep, IJobStore store, SiloIdentity silo, [FromKeyedServices(Clock.Key)] TimeProvider clock, ILogger<RetentionService> log)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => PeriodicWork.RunAsync(
        Period, clock,
        async () =>
        {
            if ((await store.LiveWorkersAsync(clock)).AreLedBy(silo.Owner))
                await sweep.SweepAsync(stoppingToken);
        },
        LogFailed, stoppingToken);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Deleting jobs that were kept for long enough failed; the next sweep follows")]
    private partial void LogFailed(Exception exception);
}
