namespace Gristmill.Execution.Arguments;

/// <summary>What is wrong with one set of arguments. Beyond the hundredth it counts only.</summary>
internal sealed class Problems
{
    private const int Most = 100;

    private List<string>? _all;
    private int _more;

    public IReadOnlyList<string> All =>
        _more > 0 ? [.. _all!, $"and {_more} more"] : _all ?? (IReadOnlyList<string>)[];

    public void Add(string problem)
    {
        _all ??= [];
        if (_all.Count < Most)
            _all.Add(problem);
        else
            _more++;
    }
}
