using System.Diagnostics;
using System.Text.Json;
using Gristmill.Plugins;

namespace GWExample.Analyses;

/// <summary>One task of each kind.</summary>
public static class Tasks
{
    /// <summary>The nth Fibonacci number, the slow way.</summary>
    /// <param name="n">Which one; 1 or more. Each step up takes about 1.6 times as long.</param>
    [JobTask(Title = "Fibonacci")]
    public static long Fibonacci(int n) => n switch
    {
        1 or 2 => 1,
        > 2 => Fibonacci(n - 1) + Fibonacci(n - 2),
        _ => throw new ArgumentOutOfRangeException(nameof(n), n, "There is no Fibonacci number before the first."),
    };

    /// <summary>Works until it is told to stop, and returns which attempt it was.</summary>
    /// <param name="task">The running job.</param>
    [JobTask(Title = "Works until told to stop")]
    public static async Task<int> UntilCanceled(TaskContext task)
    {
        ArgumentNullException.ThrowIfNull(task);
        task.Log.Info("working until cancelled");
        while (!task.IsCancellationRequested)
            await task.Delay(50);
        task.Log.Info($"told to stop: {task.CancelReason}");
        return task.Attempt;
    }

    /// <summary>Logs lines and reports its progress.</summary>
    /// <param name="task">The running job.</param>
    /// <param name="lines">How many lines.</param>
    /// <param name="text">What each line says.</param>
    /// <param name="pause">Seconds from one line to the next.</param>
    [JobTask(Title = "Logs lines and reports progress")]
    public static async Task<int> Chatty(TaskContext task, int lines = 10, string text = "line", double pause = 0)
    {
        ArgumentNullException.ThrowIfNull(task);
        var said = 0;
        while (said < lines && !task.IsCancellationRequested)
        {
            said++;
            task.Log.Info($"{text} {said}");
            task.Progress(said, lines, $"{text} {said} of {lines}");
            if (pause > 0)
                await task.Delay(TimeSpan.FromSeconds(pause));
        }
        return said;
    }

    /// <summary>Fails.</summary>
    /// <param name="message">What the error says.</param>
    [JobTask(Title = "Fails")]
    public static void Fail(string message = "failed as it was told to") => throw new InvalidOperationException(message);

    /// <summary>Does nothing, and has no result.</summary>
    [JobTask(Title = "Does nothing")]
    public static void NoOp()
    {
    }

    /// <summary>Returns its argument.</summary>
    /// <param name="value">Any JSON value.</param>
    [JobTask(Title = "Returns its argument")]
    public static JsonElement Echo(JsonElement value) => value;

    /// <summary>
    /// Adds a line to a file named after the run: a trace that outlives the silo. Returns which attempt it was.
    /// </summary>
    /// <param name="task">The running job.</param>
    /// <param name="folder">The folder, which is there.</param>
    /// <param name="seconds">For how long to go on afterwards, unless it is told to stop.</param>
    [JobTask(Title = "Leaves a file named after the run")]
    public static async Task<int> Mark(TaskContext task, string folder, double seconds = 0)
    {
        ArgumentNullException.ThrowIfNull(task);
        await File.AppendAllTextAsync(Path.Combine(folder, $"{task.JobId}.{task.Attempt}"), $"{Environment.ProcessId}\n");
        await task.Delay(TimeSpan.FromSeconds(seconds));
        return task.Attempt;
    }

    /// <summary>Does as <see cref="Mark"/>, and never twice at the same time in the whole cluster.</summary>
    /// <param name="task">The running job.</param>
    /// <param name="folder">The folder, which is there.</param>
    /// <param name="seconds">For how long to go on afterwards, unless it is told to stop.</param>
    [JobTask(Title = "Runs one at a time", MaxConcurrent = 1)]
    public static Task<int> Alone(TaskContext task, string folder, double seconds = 0) => Mark(task, folder, seconds);

    /// <summary>Keeps one processor busy, and returns for how many seconds it did.</summary>
    /// <param name="task">The running job.</param>
    /// <param name="seconds">For how long, unless it is told to stop.</param>
    [JobTask(Title = "Keeps a processor busy")]
    public static double Busy(TaskContext task, double seconds)
    {
        ArgumentNullException.ThrowIfNull(task);
        var time = Stopwatch.StartNew();
        while (time.Elapsed.TotalSeconds < seconds && !task.IsCancellationRequested)
            Thread.SpinWait(1000);
        return time.Elapsed.TotalSeconds;
    }

    /// <summary>Waits without using a processor.</summary>
    /// <param name="task">The running job.</param>
    /// <param name="seconds">For how long, unless it is told to stop.</param>
    [JobTask(Title = "Waits")]
    public static Task Wait(TaskContext task, double seconds)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.Delay(TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Kills the process it runs in, with all that runs beside it: what a fault in native code would do.</summary>
    [JobTask(Title = "Kills its silo")]
    public static void Crash()
    {
        using var silo = Process.GetCurrentProcess();
        silo.Kill();
        silo.WaitForExit();
    }
}
