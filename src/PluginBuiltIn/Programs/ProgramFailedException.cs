using Gristmill.Plugins;

namespace Gristmill.BuiltIn.Programs;

/// <summary>A program ended with an exit code that is a failure.</summary>
/// <param name="message">Which.</param>
public sealed class ProgramFailedException(string message) : TaskFailedException(message)
{
    internal static void ThrowUnless(int[] success, int exitCode, string program)
    {
        if (!success.Contains(exitCode))
            throw new ProgramFailedException($"{program} ended with exit code {exitCode}; expected {string.Join(" or ", success)}. What it printed is in the job's log");
    }
}
