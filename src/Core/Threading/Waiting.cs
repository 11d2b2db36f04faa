namespace Gristmill.Core;

/// <summary>Waiting for no longer than a time.</summary>
public static class Waiting
{
    /// <summary>Whether a task ends within a time. What it throws stays with it.</summary>
    public static async Task<bool> EndsWithinAsync(this Task task, TimeSpan time, TimeProvider clock)
    {
        await task.WaitAsync(time, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }
}
