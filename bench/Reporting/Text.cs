using System.Globalization;

namespace Gristmill.Bench;

/// <summary>Numbers for people.</summary>
internal static class Text
{
    public static string Number(double value) =>
        value.ToString(Math.Abs(value) switch { >= 100 => "N0", >= 10 => "N1", _ => "N2" }, CultureInfo.InvariantCulture);

    public static string Median(Figure figure) => Number(Statistics.Median(figure.Rounds));

    public static string Spread(Figure figure) =>
        figure.Rounds.Count == 1 ? "" : $"{Number(figure.Rounds.Min())} – {Number(figure.Rounds.Max())}";

    /// <summary>A row of a Markdown table.</summary>
    public static string Row(params IEnumerable<string> cells) =>
        $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";

    public static string Rule(int columns) => $"|{string.Concat(Enumerable.Repeat("---|", columns))}";
}
