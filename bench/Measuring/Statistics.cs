namespace Gristmill.Bench;

/// <summary>What rounds and samples come to.</summary>
internal static class Statistics
{
    /// <summary>The value below which the given part of the samples lies (nearest rank).</summary>
    /// <param name="samples">At least one.</param>
    /// <param name="part">0 to 1.</param>
    public static double Percentile(IReadOnlyList<double> samples, double part)
    {
        var sorted = samples.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    /// <summary>The middle one; of an even number the mean of the two in the middle.</summary>
    public static double Median(IReadOnlyList<double> samples)
    {
        var sorted = samples.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>
    /// How the second of each pair of rounds compares to the first: the ratio of the medians, and the least and greatest of a
    /// pair.
    /// </summary>
    public static (double Median, double Least, double Greatest) Ratio(IReadOnlyList<double> before, IReadOnlyList<double> after)
    {
        var pairs = before.Zip(after, (first, second) => second / first).ToArray();
        return (Median(after) / Median(before), pairs.Min(), pairs.Max());
    }
}
