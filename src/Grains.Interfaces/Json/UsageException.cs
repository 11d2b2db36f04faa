namespace Gristmill;

/// <summary>What was typed makes no sense.</summary>
/// <param name="problems">Everything that is wrong with it.</param>
internal sealed class UsageException(params string[] problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems => problems;
}
