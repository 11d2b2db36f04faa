using System.Diagnostics;

namespace Gristmill.Bench;

/// <summary>Takes the time of what is done here, in this process.</summary>
internal static class Timing
{
    public static async Task<TimeSpan> OfAsync(Func<Task> action)
    {
        var since = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(since);
    }

    /// <summary>One after the other, in ms.</summary>
    public static async Task<double[]> SamplesAsync(int count, Func<Task> action)
    {
        var samples = new double[count];
        for (var i = 0; i < count; i++)
            samples[i] = (await OfAsync(action)).TotalMilliseconds;
        return samples;
    }

    /// <summary>
    /// Starts an action at a steady rate, whatever becomes of those before; they fall due in steps of 5 ms. Each is timed from
    /// then to its end, in ms, so that whoever falls behind shows it.
    /// </summary>
    public static async Task<double[]> SteadyAsync(double rate, double seconds, Func<Task> action)
    {
        const double tick = 0.005;
        var pending = new List<Task<double>>();
        var begin = Stopwatch.GetTimestamp();
        for (var step = 0; step * tick < seconds; step++)
        {
            var due = begin + (long)(step * tick * Stopwatch.Frequency);
            var pause = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, TimeProvider.System);
            while (pending.Count < (step + 1) * tick * rate)
                pending.Add(SinceAsync(due, action));
        }
        return await Task.WhenAll(pending);
    }

    private static async Task<double> SinceAsync(long due, Func<Task> action)
    {
        await action();
        return Stopwatch.GetElapsedTime(due).TotalMilliseconds;
    }
}
