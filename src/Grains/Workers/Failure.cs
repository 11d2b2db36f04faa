using System.Globalization;
using System.Text;
using Gristmill.Grains.Plugins;
using Gristmill.Grains.Plugins.Arguments;
using Gristmill.Plugins;
using Gristmill.Transforms;

namespace Gristmill.Workers;

/// <summary>What a run failed of, in words: bounded, and without the platform's own frames below the task's.</summary>
internal static class Failure
{
    /// <summary>The most bytes of an exception's message to keep, as UTF-8.</summary>
    private const int MessageBytes = 4 << 10;

    /// <summary>The most bytes of its stack to keep, with those of the exceptions inside it. Every failed run keeps one in the job's history.</summary>
    private const int DetailBytes = 16 << 10;

    /// <summary>The most exceptions, one inside the other or side by side, that are told together.</summary>
    private const int MostTogether = 100;

    /// <summary>Of more than that: how many are told from the outside, and the most bytes of each one's message.</summary>
    private const int MostOuter = 8, OuterBytes = 512;

    private const string Frame = "   at ";

    // Between the task's method and the thread it runs on, as the runtime writes frames.
    private static readonly string[] Platform =
    [
        $"{Frame}{typeof(JobRun).FullName}.", $"{Frame}{typeof(PluginTask).FullName}.", $"{Frame}{typeof(ResultWriter).FullName}.",
        $"{Frame}{typeof(TransformedCall).FullName}.", $"{Frame}System.Reflection.", $"{Frame}System.RuntimeMethodHandle.", $"{Frame}InvokeStub_", "--- End of stack trace from ",
    ];

    /// <summary>The exception as it is kept with the job.</summary>
    public static JobError Describe(Exception thrown)
    {
        var type = TypeOf(thrown);
        var message = Cut(Message(thrown), MessageBytes);
        return new JobError(type, message, SaysAll(thrown) ? null : Cut(OwnPart(Text(thrown)), DetailBytes));
    }

    /// <summary>The exception with its stack and those inside it. Of more than anybody reads only the outermost and the innermost are told.</summary>
    public static string Text(Exception thrown) => IsLarge(thrown) ? Outline(thrown) : Said(thrown.ToString);

    /// <summary>What the exception says. If it holds many others it is asked only if its own message is not made of theirs: by recursion, too.</summary>
    public static string Message(Exception thrown) => !IsLarge(thrown) || thrown.GetType().GetMethod("get_Message", [])?.DeclaringType == typeof(Exception)
        ? Said(() => thrown.Message)
        : $"it holds more than {MostTogether} exceptions, which are not all told";

    /// <summary>Whether it says that something was canceled, and nothing else.</summary>
    public static bool IsCancellation(Exception thrown)
    {
        var open = new Stack<Exception>([thrown]);
        while (open.TryPop(out var next))
        {
            if (next is AggregateException { InnerExceptions: { Count: > 0 } inside })
                foreach (var one in inside)
                    open.Push(one);
            else if (next is not OperationCanceledException)
                return false;
        }
        return true;
    }

    /// <summary>An exception and those inside it, outer ones first: at most <see cref="MostTogether"/> and one.</summary>
    public static IEnumerable<Exception> Family(Exception thrown)
    {
        var open = new Stack<Exception>([thrown]);
        for (var i = 0; i <= MostTogether && open.TryPop(out var next); i++)
        {
            yield return next;
            if (next is AggregateException many)
                foreach (var one in many.InnerExceptions.Take(MostTogether).Reverse())
                    open.Push(one);
            else if (next.InnerException is { } inner)
                open.Push(inner);
        }
    }

    // .NET writes an exception with those inside it by recursion, which ends with the stack.
    private static bool IsLarge(Exception thrown) => Family(thrown).Count() > MostTogether;

    private static string Outline(Exception thrown)
    {
        var text = new StringBuilder();
        var (inner, depth) = (thrown, 0);
        for (; inner.InnerException is { } next; inner = next, depth++)
            if (depth < MostOuter)
                text.Append(CultureInfo.InvariantCulture, $"{TypeOf(inner)}: {Cut(Message(inner), OuterBytes)}\n ---> ");
        if (depth > MostOuter)
            text.Append(CultureInfo.InvariantCulture, $"({depth - MostOuter:N0} more)\n ---> ");
        return text.Append(Said(inner.ToString)).ToString();
    }

    private static string TypeOf(Exception thrown) => thrown.GetType().FullName ?? thrown.GetType().Name;

    // Whoever can mend these needs no stack.
    private static bool SaysAll(Exception thrown) => thrown is TaskFailedException or GristmillException or ArgumentsRefusedException;

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
        var last = Array.FindLastIndex(lines, line => !Array.Exists(Platform, frame => line.StartsWith(frame, StringComparison.Ordinal)));
        return string.Join('\n', lines, 0, last + 1);
    }

    private static string Cut(string text, int most) => LogText.Cut(text, most, gone: 0);

    // An exception is a plugin's code too.
    private static string Said(Func<string?> say)
    {
        try
        {
            return say() ?? "";
        }
        catch (Exception e)
        {
            return $"(the exception could not be put into words: {e.GetType().FullName})";
        }
    }
}
