using System.Diagnostics.Metrics;
using Gristmill.Core;

namespace Gristmill.Execution.Runs;

/// <summary>What is measured of each run.</summary>
public static class RunMetrics
{
    private static readonly Meter Meter = new(Tracing.Name, Product.Version);

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries =
            [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 3_600, 21_600],
    };

    private static readonly Histogram<double> Durations =
        Meter.CreateHistogram("gristmill.run.duration", "s", "How long runs took.", advice: Seconds);

    private static readonly Histogram<double> Waits = Meter.CreateHistogram(
        "gristmill.job.wait", "s", "How long jobs waited, from when they could run to the call of their task.", advice: Seconds);

    /// <summary>A run's outcome in a word.</summary>
    public static string Of(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Returned => "succeeded",
        RunOutcome.Failed => "failed",
        _ => "canceled",
    };

    public static void Ended(string task, RunOutcome outcome, TimeSpan duration)
    {
        if (Durations.Enabled)
            Durations.Record(duration.TotalSeconds, new("task", task), new("outcome", Of(outcome)));
    }

    public static void Started(RunRequest request, TimeProvider clock)
    {
        if (Waits.Enabled)
            Waits.Record(Math.Max(0, (clock.GetUtcNow() - request.Due).TotalSeconds), new("task", request.Task),
                new("queue", request.Queue));
    }
}
