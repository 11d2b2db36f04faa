namespace Gristmill.Bench;

/// <summary>What was named on the command line.</summary>
internal static class Choice
{
    /// <summary>The named ones, in their own order; all if none is named.</summary>
    /// <exception cref="BenchException">There is none of a name.</exception>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> all, Func<T, string> name, IReadOnlyCollection<string> names,
        string kind)
    {
        var unknown = names.Where(wanted => all.All(one => name(one) != wanted)).ToArray();
        if (unknown.Length > 0)
            throw new BenchException($"unknown {kind} '{unknown[0]}'; there are {string.Join(", ", all.Select(name))}");
        return names.Count == 0 ? all : [.. all.Where(one => names.Contains(name(one)))];
    }
}
