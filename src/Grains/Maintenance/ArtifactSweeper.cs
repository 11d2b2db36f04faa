using Gristmill.Core;
using Gristmill.Grains.Artifacts;
using Gristmill.Grains.Pool;
using Gristmill.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gristmill.Grains.Maintenance;

/// <summary>
/// Removes from the data folder, at its start and once an hour, what belongs to nobody: see <see cref="JobArtifacts.SweepAsync"/>
/// and <see cref="RunFolders"/>.
/// </summary>
public sealed partial class ArtifactSweeper(
    JobArtifacts artifacts, RunFolders folders, IJobStore store, SiloIdentity silo, [FromKeyedServices(Clock.Key)] TimeProvider clock, ILogger<ArtifactSweeper> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await SweepAsync(stoppingToken);
        await PeriodicWork.RunAsync(Interval, clock, () => SweepAsync(stoppingToken), LogFailed, stoppingToken);
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        await PeriodicWork.TryAsync(SweepFoldersAsync, LogFailed);
        await PeriodicWork.TryAsync(() => SweepArtifactsAsync(stoppingToken), LogFailed);
    }

    private async Task SweepFoldersAsync() =>
        folders.Sweep((await store.WorkersAsync()).Select(worker => worker.Owner).Append(silo.Owner));

    private async Task SweepArtifactsAsync(CancellationToken stoppingToken)
    {
        if (await artifacts.SweepAsync(stoppingToken) is > 0 and var removed)
            LogRemoved(removed);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The artifacts of {Count} jobs that do not exist were removed")]
    private partial void LogRemoved(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Removing what belongs to nobody failed; the next try follows in an hour")]
    private partial void LogFailed(Exception exception);
}
