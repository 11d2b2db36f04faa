using Gristmill.Grains.Plugins;
using Gristmill.Hosting;
using Gristmill.Jobs;
using Gristmill.Workers;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Tasks;

/// <summary>Starts runs of one task on this silo's slots, and counts them. One activation a task and silo.</summary>
[StatelessWorker(1, false), Reentrant]
internal sealed class TaskGrain(PluginHost plugins, RunningJobs runs, TaskCounts counts, [FromKeyedServices(Clock.Key)] TimeProvider clock) : Grain, ITaskGrain
{
    private string Name => this.GetPrimaryKeyString();

    public Task StartAsync(Guid job, int run)
    {
        if (!runs.TryGet(job, run, out var claimed))
            return Task.CompletedTask;

        if (!plugins.TryGetTask(Name, out var task))
        {
            claimed.Fail(new JobError("UnknownTask", $"this silo no longer offers {Name}"));
            return Task.CompletedTask;
        }

        counts.Started(Name);
        var started = clock.GetTimestamp();
        Count(claimed.StartAsync(task), started).Forget();
        return Task.CompletedTask;
    }

    private async Task Count(Task<RunOutcome> run, long started)
    {
        var outcome = await run;
        counts.Ended(Name, outcome, clock.GetElapsedTime(started));
    }
}
