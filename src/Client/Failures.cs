using Gristmill.Client.Clusters;
using Gristmill.Client.Output;
using Gristmill.Core;
using Gristmill.Dashboard.Security;
using Gristmill.Execution.Discovery;
using Gristmill.Json;

namespace Gristmill.Client;

/// <summary>
/// Errors as the person sees them: a line a problem and an exit code, never a stack trace that was not asked for.
/// </summary>
internal static class Failures
{
    /// <summary>The environment variable that asks for stack traces.</summary>
    public const string DebugVariable = "GRISTMILL_DEBUG";

    /// <returns>The exit code.</returns>
    public static int Report(Exception error, Shell shell, bool json)
    {
        var (exitCode, problems) = Explain(error);
        if (json)
            shell.Error.Raw(JsonViews.Line(new Refusal(new(string.Join('\n', problems), problems))));
        else
            foreach (var problem in problems)
                shell.Error.Line(Prefix(Tone.Bad), problem);
        if (shell.Variables.GetValueOrDefault(DebugVariable) == "1")
            shell.Error.Raw(error.ToString());
        return exitCode;
    }

    /// <summary>What every line of the console's own begins with.</summary>
    public static Ink Prefix(Tone tone) => new("gristmill: ", tone);

    private static (int ExitCode, IReadOnlyList<string> Problems) Explain(Exception error) => error switch
    {
        UsageException usage => (ExitCodes.Refused, usage.Problems),
        JobRefusedException refused => (ExitCodes.Refused, refused.Problems),
        PluginRefusedException or UnknownJobException or UnknownSiloException or UnknownArtifactException or ArtifactRefusedException or KeysUnreadableException =>
            (ExitCodes.Refused, [error.Message]),
        JobFailedException failed => (ExitCodes.Of(failed.Job.Status), failed.Message.Split('\n')),
        NoClusterException => (ExitCodes.NoCluster, error.Message.Split(Environment.NewLine)),
        StoreUnavailableException => (ExitCodes.NoCluster, [error.Message]),
        OrleansException or TimeoutException => (ExitCodes.NoCluster, [$"no silo answers any more: {FirstLine(error)}"]),
        _ => (ExitCodes.Unexpected, [$"unexpected {error.GetType().Name}: {FirstLine(error)} ({DebugVariable}=1 shows where)"]),
    };

    private static string FirstLine(Exception error) => error.Message.Split('\n')[0].TrimEnd();
}
