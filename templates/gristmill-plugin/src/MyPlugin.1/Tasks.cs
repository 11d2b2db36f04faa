using System.ComponentModel.DataAnnotations;
using Gristmill.Plugins;

namespace MyPlugin._1;

/// <summary>Tasks are public methods with [JobTask]. Their arguments and results are JSON.</summary>
public static class Tasks
{
    /// <summary>Adds two numbers.</summary>
    /// <param name="a">The one.</param>
    /// <param name="b">The other.</param>
    [JobTask(Title = "Adds")]
    public static int Add(int a, int b) => a + b;

    /// <summary>Counts, and says how far it is. Ends early when it is told to stop.</summary>
    /// <param name="task">The running job.</param>
    /// <param name="to">How far to count.</param>
    /// <param name="pause">Seconds from one number to the next.</param>
    [JobTask(Title = "Counts", MaxAttempts = 3)]
    public static async Task<int> Count(TaskContext task, int to = 10, [Range(0, 60)] double pause = 1)
    {
        var counted = 0;
        while (counted < to && !task.IsCancellationRequested)
        {
            await task.Delay(TimeSpan.FromSeconds(pause));
            counted++;
            task.Log.Info($"{counted}");
            task.Progress(counted, to, "counting");
        }
        return counted;
    }

    /// <summary>Adds up numbers.</summary>
    /// <param name="numbers">The numbers: {"$transform": "numbers", "name": "FILE"} are those in a file that came with the job.</param>
    [JobTask(Title = "Adds up")]
    public static double Sum(double[] numbers) => numbers.Sum();
}
