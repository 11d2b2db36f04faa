using System.CommandLine;
using System.CommandLine.Invocation;
using Gristmill.Client.Clusters;
using Gristmill.Client.Input;
using Gristmill.Core;

namespace Gristmill.Client.Commands;

/// <summary>The console from its arguments to its exit code.</summary>
internal static class App
{
    /// <summary>
    /// What a command gets to tidy up the screen. One that waits for a silo that does not answer is left alone.
    /// </summary>
    private static readonly TimeSpan TimeToLeave = TimeSpan.FromSeconds(0.5);

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Shell shell, IClusters clusters)
    {
        // An argument of a job that begins with @ is an argument, and no file of arguments.
        var typed = CommandTree.Create().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            // A command with commands of its own needs an action to be typed alone; that is no reason to invoke it.
            if (typed.Action is not null and not ParseErrorAction
                && typed.Action != (typed.CommandResult.Command as Verb)?.Action)
                return await typed.InvokeAsync(new InvocationConfiguration
                {
                    Output = shell.Out.Writer,
                    EnableDefaultExceptionHandler = false
                });
            if (UsageProblems.Of(typed) is { Length: > 0 } problems)
                throw new UsageException(problems);
            return await RunAsync((Verb)typed.CommandResult.Command, new Session(typed, shell, clusters));
        }
        catch (Exception e)
        {
            return Failures.Report(e, shell, CommonOptions.IsJson(typed));
        }
    }

    private static async Task<int> RunAsync(Verb verb, Session session)
    {
        await using (session)
        {
            var work = verb.RunAsync(session);
            await Task.WhenAny(work, Task.Delay(Timeout.InfiniteTimeSpan, session.Clock, session.Interrupts.Leaving));
            if (!session.Interrupts.Leaving.IsCancellationRequested)
                return await work;
            await ((Task)work).WaitAsync(TimeToLeave, session.Clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (work.IsCompletedSuccessfully)
                return await work;
            session.Say(session.Farewell ?? "left");
            return ExitCodes.Left;
        }
    }
}
