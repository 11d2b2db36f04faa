namespace Gristmill.Core;

/// <summary>What was typed makes no sense.</summary>
/// <param name="problems">Everything that is wrong with it.</param>
public sealed class UsageException(params string[] problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<string> Problems => problems;
}
