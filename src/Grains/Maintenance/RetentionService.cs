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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                if ((await store.LiveWorkersAsync(clock)).FirstOrDefault()?.Owner == silo.Owner)
                    await sweep.SweepAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                // The silo stops.
            }
            catch (StoreUnavailableException)
            {
                // The store itself tells.
            }
            catch (Exception e)
            {
                LogFailed(e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Deleting jobs that were kept for long enough failed; the next sweep follows")]
    private partial void LogFailed(Exception exception);
}
