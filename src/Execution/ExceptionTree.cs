using System.Globalization;
using System.Text;

namespace Gristmill.Execution;

/// <summary>
/// An exception and those inside it, walked without recursion however deep and wide they are: .NET writes them by recursion,
/// which ends with the stack, and the process with that.
/// </summary>
internal static class ExceptionTree
{
    /// <summary>The most exceptions, one inside the other or side by side, that are told together.</summary>
    private const int MostTogether = 100;

    /// <summary>Of more than that: how many are told from the outside, and the most bytes of each one's message.</summary>
    private const int MostOuter = 8, OuterBytes = 512;

    /// <summary>An exception and those inside it, outer ones first: at most <see cref="MostTogether"/> and one.</summary>
    public static IEnumerable<Exception> Begin(Exception thrown)
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

    /// <summary>The exception with its stack and those inside it. Of too many the outermost and the innermost are told.</summary>
    public static string Text(Exception thrown) => IsLarge(thrown) ? Outline(thrown) : Said(thrown.ToString);

    /// <summary>What it says. One that holds too many others is asked only if its message is not made of theirs.</summary>
    public static string Message(Exception thrown) =>
        !IsLarge(thrown) || thrown.GetType().GetMethod("get_Message", [])?.DeclaringType == typeof(Exception)
            ? Said(() => thrown.Message)
            : $"it holds more than {MostTogether} exceptions, which are not all told";

    public static string TypeOf(Exception thrown) => thrown.GetType().FullName ?? thrown.GetType().Name;

    private static bool IsLarge(Exception thrown) => Begin(thrown).Count() > MostTogether;

    private static string Outline(Exception thrown)
    {
        var text = new StringBuilder();
        var (inner, depth) = (thrown, 0);
        for (; inner.InnerException is { } next; inner = next, depth++)
            if (depth < MostOuter)
                text.Append(TypeOf(inner)).Append(": ").Append(LogText.Cut(Message(inner), OuterBytes, gone: 0))
                    .Append("\n ---> ");
        if (depth > MostOuter)
            text.Append(CultureInfo.InvariantCulture, $"({depth - MostOuter:N0} more)\n ---> ");
        return text.Append(Said(inner.ToString)).ToString();
    }

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
