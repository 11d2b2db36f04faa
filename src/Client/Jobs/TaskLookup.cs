using Gristmill.Core;

namespace Gristmill.Client.Jobs;

/// <summary>Finds a task by its name.</summary>
internal static class TaskLookup
{
    /// <exception cref="UsageException">No silo offers it.</exception>
    public static async Task<OfferedTask> FindTaskAsync(this JobClient jobs, string name)
    {
        var tasks = await jobs.TasksAsync();
        return tasks.FirstOrDefault(offered => offered.Task.Name == name) ?? throw new UsageException(
            TaskNames.Suggest(name, tasks.Select(offered => offered.Task.Name)) is { } meant
                ? $"unknown task '{name}'; did you mean '{meant}'?"
                : $"unknown task '{name}'; `gristmill tasks` lists what the silos offer");
    }
}
