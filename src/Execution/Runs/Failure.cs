using Gristmill.Execution.Arguments;
using Gristmill.Execution.Discovery;
using Gristmill.Execution.Json;
using Gristmill.Execution.Tasks;
using Gristmill.Plugins;

namespace Gristmill.Execution.Runs;

/// <summary>What a run failed of, in words: bounded, and without the platform's own frames below the task's.</summary>
internal static class Failure
{
    /// <summary>The most bytes of an exception's message to keep, as UTF-8.</summary>
    private const int MessageBytes = 4 << 10;

    /// <summary>
    /// The most bytes of its stack to keep, with those of the exceptions inside it. Every failed run keeps one in the job's
    /// history.
    /// </summary>
    private const int DetailBytes = 16 << 10;

    private const string Frame = "   at ";

    // Between the task's method and the thread it runs on, as the runtime writes frames.
    private static readonly string[] Platform =
    [
        $"{Frame}{typeof(JobRun).FullName}.", $"{Frame}{typeof(PluginTask).FullName}.",
        $"{Frame}{typeof(ResultWriter).FullName}.",
        $"{Frame}{typeof(TransformedCall).FullName}.", $"{Frame}System.Reflection.", $"{Frame}System.RuntimeMethodHandle.",
        $"{Frame}InvokeStub_", "--- End of stack trace from ",
    ];

    /// <summary>The exception as it is kept with the job.</summary>
    public static JobError Describe(Exception thrown)
    {
        var message = Cut(Unloading.Explain(thrown), MessageBytes);
        var detail = SaysAll(thrown) ? null : Cut(OwnPart(ExceptionTree.Text(thrown)), DetailBytes);
        return new JobError(ExceptionTree.TypeOf(thrown), message, detail);
    }

    // Whoever can mend these needs no stack.
    private static bool SaysAll(Exception thrown) =>
        thrown is TaskFailedException or GristmillException or ArgumentsRefusedException;

    /// <summary>The failure as it stands in the job's log: type, message and stack.</summary>
    public static string[] Lines(JobError failure)
    {
        var said = $"{failure.Type}: {failure.Message}".ReplaceLineEndings("\n");
        var detail = failure.Detail ?? said;
        return (detail.StartsWith(said, StringComparison.Ordinal) ? detail : $"{said}\n{detail}").Split('\n');
    }

    // The platform calls the task, so its frames are the last ones.
    private static string OwnPart(string stack)
    {
        var lines = stack.ReplaceLineEndings("\n").Split('\n');
        var last = Array.FindLastIndex(lines, line =>
            !Array.Exists(Platform, frame => line.StartsWith(frame, StringComparison.Ordinal)));
        return string.Join('\n', lines, 0, last + 1);
    }

    private static string Cut(string text, int most) => LogText.Cut(text, most, gone: 0);
}
