using System.Globalization;

namespace Gristmill.Bench;

/// <summary>One line of the report: a scenario's figure over its rounds.</summary>
internal sealed record Figure(string Scenario, string Unit, IReadOnlyList<double> Rounds, string Remark = "")
{
    public override string ToString() =>
        $"| {Scenario} | {Text(Median)} {Unit} | {Text(Rounds.Min())} – {Text(Rounds.Max())} | {Remark} |";

    public static string Header => "| scenario | median | min – max | |\n|---|---|---|---|";

    private double Median => Percentile(Rounds, 0.5);

    /// <summary>The value below which the given part of the samples lies (nearest rank).</summary>
    public static double Percentile(IReadOnlyList<double> samples, double part)
    {
        var sorted = samples.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    private static string Text(double value) => value.ToString(value >= 100 ? "N0" : "N2", CultureInfo.InvariantCulture);
}
