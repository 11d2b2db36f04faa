namespace Gristmill.Execution.Arguments;

/// <summary>The arguments of a job do not fit its task.</summary>
/// <param name="task">The full name of the task.</param>
/// <param name="problems">Everything that is wrong, one sentence each.</param>
/// <param name="cause">What threw while the arguments were read, if anything did.</param>
internal sealed class ArgumentsRefusedException(string task, IReadOnlyList<string> problems, Exception? cause = null)
    : Exception($"{task} cannot take these arguments: {string.Join("; ", problems)}", cause)
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
