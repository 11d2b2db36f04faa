namespace Gristmill.Core;

/// <summary>What somebody may have meant by a name that nothing has.</summary>
public static class TaskNames
{
    /// <summary>
    /// The closest of the known names, or null if none is close: one that ends in the name (<c>fibonacci</c>,
    /// <c>tasks.fibonacci</c>), then one whose last part begins with it (<c>fib</c>), then one that contains it, then one that
    /// differs by a few letters. Case does not count; of equals the shortest wins.
    /// </summary>
    public static string? Suggest(string name, IEnumerable<string> known)
    {
        name = name.Trim();
        if (name.Length == 0)
            return null;
        return known
            .Select(candidate => (Name: candidate, Distance: Distance(name, candidate)))
            .Where(candidate => candidate.Distance < int.MaxValue)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name.Length)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .FirstOrDefault().Name;
    }

    private static int Distance(string name, string candidate)
    {
        var last = candidate[(candidate.LastIndexOf('.') + 1)..];
        if (candidate.Equals(name, StringComparison.OrdinalIgnoreCase))
            return 0;
        if (candidate.EndsWith('.' + name, StringComparison.OrdinalIgnoreCase))
            return 1;
        if (last.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            return 2;
        if (name.Length >= 3 && candidate.Contains(name, StringComparison.OrdinalIgnoreCase))
            return last.Contains(name, StringComparison.OrdinalIgnoreCase) ? 3 : 4;
        var edits = Math.Min(
            Edits(name, candidate, most: Math.Max(2, name.Length / 4)),
            Edits(name, last, most: name.Length < 3 ? 1 : Math.Min(3, name.Length / 2)));
        return edits == int.MaxValue ? edits : 4 + edits;
    }

    /// <summary>Letters to insert, drop, change or swap; more than the most is <see cref="int.MaxValue"/>.</summary>
    private static int Edits(string one, string other, int most)
    {
        if (Math.Abs(one.Length - other.Length) > most)
            return int.MaxValue;
        var table = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }
                var same = Same(one[i - 1], other[j - 1]);
                table[i, j] = Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(one[i - 1], other[j - 2]) && Same(one[i - 2], other[j - 1]))
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        }
        return table[one.Length, other.Length] is var edits && edits <= most ? edits : int.MaxValue;
    }

    private static bool Same(char one, char other) => char.ToLowerInvariant(one) == char.ToLowerInvariant(other);
}
