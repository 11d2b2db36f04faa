namespace Gristmill.Bench;

/// <summary>Latencies as figures: the percentiles of each round.</summary>
internal static class Latencies
{
    private static readonly double[] Parts = [0.5, 0.95, 0.99];

    public static IEnumerable<Figure> Figures(string scenario, JobSystem system, string what, IReadOnlyList<double[]> rounds,
        string remark = "") =>
        Parts.Select(part => new Figure(
            scenario, system.Name, $"{what}, p{part * 100:0}", "ms", [.. rounds.Select(samples => Statistics.Percentile(samples, part))], remark));
}
