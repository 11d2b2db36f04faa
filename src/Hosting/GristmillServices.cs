using Gristmill.Core;
using Gristmill.Execution.Loading;
using Gristmill.Execution.Runs;
using Gristmill.Grains;
using Gristmill.Grains.Artifacts;
using Gristmill.Grains.Catalog;
using Gristmill.Grains.Counters;
using Gristmill.Grains.Jobs;
using Gristmill.Grains.Maintenance;
using Gristmill.Grains.Pool;
using Gristmill.Grains.Telemetry;
using Gristmill.Jobs;
using Gristmill.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gristmill.Hosting;

/// <summary>Puts the platform into a host. Orleans is configured by the host and starts between the store and the pool.</summary>
public static class GristmillServices
{
    /// <summary>
    /// Adds all that a silo is made of. Hosted services start in order: the store is open before the first grain is called, and
    /// the pool starts when the silo is up, and stops before it.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">How the silo runs; validated.</param>
    /// <param name="useOrleans">Adds Orleans to the host.</param>
    public static IServiceCollection AddGristmill(this IServiceCollection services, SiloOptions options, Action useOrleans)
    {
        services.AddSingleton(options);
        services.AddRunLogging(options.LogLevel);
        services.AddKeyedSingleton(Clock.Key, TimeProvider.System);
        services.AddSingleton<IJobStore>(provider => new SqliteJobStore(
            options.Data, provider.GetRequiredKeyedService<TimeProvider>(Clock.Key), provider.GetRequiredService<ILogger<SqliteJobStore>>()));
        services.AddSingleton<ISiloHealth>(provider => provider.GetRequiredService<IJobStore>());
        services.AddSingleton(new SiloChanges(options));
        services.AddSingleton(new PluginCopies(options.PluginCopies));
        services.AddSingleton(PluginFolders.Load);
        services.AddSingleton<SiloIdentity>();
        services.AddSingleton<CatalogueReplica>();
        services.AddSingleton<JobCounts>();
        services.AddSingleton<JobCommandDispatcher>();
        services.AddSingleton<JobRemoval>();
        services.AddSingleton<WaitingReason>();
        services.AddSingleton<RetentionSweep>();
        services.AddSingleton(provider =>
            new JobClient(provider.GetRequiredService<IGrainFactory>(), provider.GetRequiredKeyedService<TimeProvider>(Clock.Key)));
        services.AddSingleton<JobArtifacts>();
        services.AddSingleton<GrainActivity>();
        services.AddSingleton<IIncomingGrainCallFilter>(provider => provider.GetRequiredService<GrainActivity>());
        services.AddSingleton<RunningJobs>();
        services.AddSingleton<TaskCounts>();
        services.AddSingleton<RunOutputBuffer>();
        services.AddSingleton(provider =>
            new SlotScheduler(options.Concurrency, provider.GetRequiredKeyedService<TimeProvider>(Clock.Key)));
        services.AddSingleton<RunFolders>();
        services.AddSingleton<RunServices>();
        services.AddSingleton<OutcomeReporter>();
        services.AddSingleton<WorkerPool>();

        services.AddHostedService(provider =>
        {
            var runs = provider.GetRequiredService<RunningJobs>();
            return new UncaughtExceptions(
                () => runs.All.Select(run => run.Execution), provider.GetRequiredService<ILogger<UncaughtExceptions>>());
        });
        services.AddHostedService<PoolGuard>();
        services.AddHostedService<StoreService>();
        useOrleans();
        services.AddHostedService<PoolService>();
        services.AddHostedService<PluginWatcher>();
        services.AddHostedService<Reconciler>();
        services.AddHostedService<ArtifactSweeper>();
        services.AddHostedService<RetentionService>();
        services.AddHostedService<SiloMeter>();
        services.AddHostedService<HistoryService>();
        return services;
    }
}
