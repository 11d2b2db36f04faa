using System.Runtime.CompilerServices;

namespace Gristmill.Execution.Runs;

/// <summary>
/// Foreground threads that tasks have started, for which .NET would keep the process. One is known once it takes up its run's
/// flow.
/// </summary>
public static class TaskThreads
{
    private static readonly ConditionalWeakTable<Thread, string> Started = [];

    /// <summary>The calling thread has taken up the flow of a run.</summary>
    public static void Note(RunLog log)
    {
        if (!Thread.CurrentThread.IsBackground)
            Started.TryAdd(Thread.CurrentThread, log.Owner);
    }

    /// <summary>Has the process end without those that still run. The answer names them.</summary>
    public static string[] LetGo()
    {
        var left = Started.Where(started => started.Key is { IsAlive: true, IsBackground: false }).ToArray();
        foreach (var (thread, _) in left)
            thread.IsBackground = true;
        return [.. left.Select(started => $"thread '{started.Key.Name ?? "without a name"}' of {started.Value}")];
    }
}
