using Gristmill.Execution.Runs;
using Gristmill.Jobs;

namespace Gristmill.Grains.Pool;

/// <summary>What a claimed row and the silo's options say of a run.</summary>
internal static class RunRequests
{
    public static RunRequest ToRequest(this JobRow row) => new()
    {
        Job = row.Id,
        Run = row.Run,
        Attempt = row.Attempt,
        Task = row.Task,
        Queue = row.Queue,
        Arguments = row.Arguments,
        Transforms = row.Options.Transforms,
        TimeLimit = row.Options.TimeLimit,
        AtMostOnce = row.Options.AtMostOnce,
        Failures = row.Failures,
        Due = row.WakeAt,
        Silo = row.Silo,
        TraceParent = row.Labels.TraceParent,
    };

    public static RunOptions ForRuns(this SiloOptions options) =>
        new(options.TimeLimit, options.LogLineBytes, options.LogLines, options.LogBytes);
}
