namespace Gristmill;

/// <summary>Classes of times, four to a doubling, from 0.1 ms on: a quantile is exact to a fifth.</summary>
public static class LatencyClasses
{
    private const double ClassesADoubling = 4;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(0.1);

    /// <summary>How many there are; the last one takes all that is longer than about a day.</summary>
    public const int Count = 120;

    /// <summary>The class of a time.</summary>
    /// <param name="time">Zero or more.</param>
    public static int Of(TimeSpan time) =>
        time <= First ? 0 : Math.Min(Count - 1, (int)Math.Ceiling(ClassesADoubling * Math.Log2(time / First)));

    /// <summary>The counts of both, class by class.</summary>
    /// <param name="some">How many fell into each class; classes at the end may be left out.</param>
    /// <param name="others">The same of others.</param>
    public static long[] Add(IReadOnlyList<long> some, IReadOnlyList<long> others)
    {
        var sum = new long[Math.Max(some.Count, others.Count)];
        for (var i = 0; i < sum.Length; i++)
            sum[i] = (i < some.Count ? some[i] : 0) + (i < others.Count ? others[i] : 0);
        return sum;
    }

    /// <summary>The time that a part of all did not pass; null when there were none.</summary>
    /// <param name="counts">How many fell into each class; classes without a number are empty.</param>
    /// <param name="part">Which part, 0 to 1: 0.5 for the median.</param>
    public static TimeSpan? Quantile(IReadOnlyList<long> counts, double part)
    {
        var (all, seen) = (counts.Sum(), 0L);
        for (var i = 0; i < counts.Count; i++)
            if (counts[i] > 0 && (seen += counts[i]) >= part * all)
                return First * Math.Pow(2, i / ClassesADoubling);
        return null;
    }
}
