using System.Collections.Concurrent;

namespace Gristmill.Grains.Counters;

/// <summary>The figures of this silo's tasks: of each that has run since the silo started.</summary>
public sealed class TaskCounts(SiloIdentity silo)
{
    private readonly ConcurrentDictionary<string, TaskStats> _stats = new();

    private readonly Dictionary<string, TaskStats> _saved = [];

    public TaskStats[] All => [.. _stats.Values];

    /// <summary>
    /// Has a store add what was counted since the last time. A failure loses nothing: the next time adds it. Not to be called
    /// twice at once.
    /// </summary>
    public async Task SaveAsync(Func<TaskStats[], Task> add)
    {
        var now = All;
        var unsaved =
            Array.FindAll(Array.ConvertAll(now, task => _saved.TryGetValue(task.Task, out var saved) ? task.Since(saved) : task),
            task => task.Ended > 0);
        if (unsaved.Length == 0)
            return;
        await add(unsaved);
        foreach (var task in now)
            _saved[task.Task] = task;
    }

    public void Started(string task) => Change(task, figures => figures with { Running = figures.Running + 1 });

    public void Ended(string task, RunOutcome outcome, TimeSpan busy) => Change(task, figures => figures with
    {
        Running = figures.Running - 1,
        Succeeded = figures.Succeeded + (outcome is RunOutcome.Returned ? 1 : 0),
        Failed = figures.Failed + (outcome is RunOutcome.Failed ? 1 : 0),
        Canceled = figures.Canceled + (outcome is RunOutcome.Stopped ? 1 : 0),
        Busy = figures.Busy + busy,
    });

    private void Change(string task, Func<TaskStats, TaskStats> change) =>
        _stats.AddOrUpdate(task, name => change(new TaskStats(silo.Name, name, 0, 0, 0, 0, TimeSpan.Zero)), (_, known) =>
            change(known));
}
