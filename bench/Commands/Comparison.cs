namespace Gristmill.Bench;

/// <summary>Two versions side by side.</summary>
internal static class Comparison
{
    /// <summary>A line for each thing measured: the medians, their ratio, and the least and greatest ratio of a round.</summary>
    /// <param name="revision">What the first version is called.</param>
    /// <param name="before">Its figures, a round after the other.</param>
    /// <param name="after">The same of the second.</param>
    public static IEnumerable<string> Table(string revision, IReadOnlyList<Figure> before, IReadOnlyList<Figure> after)
    {
        yield return Text.Row("what", revision, "now", "unit", "now / then", "min – max");
        yield return Text.Rule(6);
        foreach (var (what, unit) in before.Select(figure => (figure.What, figure.Unit)).Distinct())
        {
            var (then, now) = (RoundsOf(before), RoundsOf(after));
            if (now.Length == 0)
                continue;
            var ratio = Statistics.Ratio(then, now);
            yield return Text.Row(
                what, Text.Number(Statistics.Median(then)), Text.Number(Statistics.Median(now)), unit,
                Text.Number(ratio.Median), $"{Text.Number(ratio.Least)} – {Text.Number(ratio.Greatest)}");

            double[] RoundsOf(IReadOnlyList<Figure> figures) =>
                [.. figures.Where(figure => figure.What == what).SelectMany(figure => figure.Rounds)];
        }
    }
}
