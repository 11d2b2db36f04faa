using Gristmill.Core;
using Gristmill.Execution.Loading;
using Gristmill.Execution.Runs;
using Gristmill.Grains.Counters;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;

namespace Gristmill.Grains.Pool;

/// <summary>Starts runs of one task on this silo's slots, and counts them. One activation a task and silo.</summary>
[StatelessWorker(1, false), Reentrant]
internal sealed class TaskGrain(PluginHost plugins, RunningJobs runs, TaskCounts counts,
    [FromKeyedServices(Clock.Key)] TimeProvider clock) : Grain, ITaskGrain
{
    private string Name => this.GetPrimaryKeyString();

    public Task<bool> StartAsync(Guid job, int run)
    {
        if (!runs.TryGet(job, run, out var claimed))
            return Task.FromResult(false);
        if (plugins.Use(Name) is not { } use)
            return Task.FromResult(false);

        counts.Started(Name);
        RunAsync(claimed, use).FireAndForget();
        return Task.FromResult(true);
    }

    private async Task RunAsync(PoolRun run, PluginLease use)
    {
        var started = clock.GetTimestamp();
        using (use)
        {
            var outcome = await run.Execution.StartAsync(use.Task);
            var busy = clock.GetElapsedTime(started);
            RunMetrics.Ended(Name, outcome, busy);
            counts.Ended(Name, outcome, busy);
        }
    }
}
