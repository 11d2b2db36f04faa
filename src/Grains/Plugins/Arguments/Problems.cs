namespace Gristmill.Grains.Plugins.Arguments;

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

/// <summary>Which value a problem is about: an argument, or something within it.</summary>
/// <param name="Path">The parameter's name and what follows: <c>options.names[2]</c>.</param>
/// <param name="Position">The argument's place if it is given by position: <c> (1st)</c>.</param>
/// <param name="TypeName">The parameter's type for people; null within it.</param>
internal readonly record struct Place(string Path, string Position, string? TypeName)
{
    public Place Member(string name) => new($"{Path}.{name}", Position, null);

    public Place Item(int index) => new($"{Path}[{index}]", Position, null);

    public override string ToString() => $"argument '{Path}'{Position}";
}
