using Gristmill.Plugins;
using Microsoft.Extensions.Logging;

namespace GWExample.Analyses;

/// <summary>Speaks in every way that a task can: all of it is in the job's log. An instance is made for each run.</summary>
/// <param name="log">Supplied by the silo.</param>
public sealed partial class Printer(ILogger<Printer> log)
{
    /// <summary>Prints and logs, and returns how often it did.</summary>
    /// <param name="task">The running job.</param>
    /// <param name="times">How often, unless it is told to stop.</param>
    /// <param name="pause">Seconds from one time to the next.</param>
    [JobTask(Title = "Prints to the console")]
    public async Task<int> Print(TaskContext task, int times = 3, double pause = 0)
    {
        ArgumentNullException.ThrowIfNull(task);
        var time = 0;
        while (time < times && !task.IsCancellationRequested)
        {
            time++;
            Console.WriteLine($"printed {time}");
            await Console.Error.WriteLineAsync($"complained {time}");
            LogTime(time);
            if (pause > 0)
                await task.Delay(TimeSpan.FromSeconds(pause));
        }
        Console.Write("that was all");
        return time;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "logged {Time}")]
    private partial void LogTime(int time);
}
