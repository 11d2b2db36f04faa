using Gristmill.Grains.Plugins;
using Gristmill.Hosting;
using Gristmill.Jobs;
using Gristmill.Workers;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Tasks;

/// <summary>Starts runs of one task on this silo's slots, and counts them. One activation a task and silo, for as long as the silo lives.</summary>
[StatelessWorker(1, false), Reentrant]
internal sealed class TaskGrain(PluginHost plugins, RunningJobs runs, [FromKeyedServices(Clock.Key)] TimeProvider clock) : Grain, ITaskGrain
{
    private int _running;
    private long _succeeded, _failed, _canceled;
    private TimeSpan _busy;

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

        _running++;
        var started = clock.GetTimestamp();
        Count(claimed.StartAsync(task), started).Forget();
        return Task.CompletedTask;
    }

    public Task<TaskFigures> FiguresAsync() =>
        Task.FromResult(new TaskFigures(Name, _running, _succeeded, _failed, _canceled, _busy));

    private async Task Count(Task<RunOutcome> run, long started)
    {
        var outcome = await run;
        _running--;
        _busy += clock.GetElapsedTime(started);
        switch (outcome)
        {
            case RunOutcome.Returned: _succeeded++; break;
            case RunOutcome.Failed: _failed++; break;
            default: _canceled++; break;
        }
    }
}
