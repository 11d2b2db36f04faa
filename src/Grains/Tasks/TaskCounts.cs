using System.Collections.Concurrent;
using Gristmill.Hosting;
using Gristmill.Jobs;

namespace Gristmill.Tasks;

/// <summary>The figures of this silo's tasks: of each that has run since the silo started.</summary>
internal sealed class TaskCounts(SiloIdentity silo)
{
    private readonly ConcurrentDictionary<string, TaskFigures> _figures = new();

    public TaskFigures[] All => [.. _figures.Values];

    public void Started(string task) => Change(task, figures => figures with { Running = figures.Running + 1 });

    public void Ended(string task, RunOutcome outcome, TimeSpan busy) => Change(task, figures => figures with
    {
        Running = figures.Running - 1,
        Succeeded = figures.Succeeded + (outcome is RunOutcome.Returned ? 1 : 0),
        Failed = figures.Failed + (outcome is RunOutcome.Failed ? 1 : 0),
        Canceled = figures.Canceled + (outcome is RunOutcome.Stopped ? 1 : 0),
        Busy = figures.Busy + busy,
    });

    private void Change(string task, Func<TaskFigures, TaskFigures> change) =>
        _figures.AddOrUpdate(task, name => change(new TaskFigures(silo.Name, name, 0, 0, 0, 0, TimeSpan.Zero)), (_, known) => change(known));
}
