using System.Globalization;

namespace Gristmill.Bench;

/// <summary>The results for people.</summary>
internal static class MarkdownReport
{
    public static string Write(Results results) => string.Join('\n', Lines(results)) + "\n";

    /// <summary>The medians, a column a system: of everything that more than one was measured by.</summary>
    public static IEnumerable<string> SideBySide(IReadOnlyList<Figure> figures)
    {
        var shared = figures.GroupBy(figure => (figure.What, figure.Unit))
            .Where(row => row.Select(figure => figure.System).Distinct().Count() > 1).ToArray();
        if (shared.Length == 0)
            yield break;
        var systems = figures.Select(figure => figure.System).Distinct().ToArray();
        yield return Text.Row(["", .. systems]);
        yield return Text.Rule(systems.Length + 1);
        foreach (var row in shared)
            yield return Text.Row([
                $"{row.Key.What} ({row.Key.Unit})",
                .. systems.Select(system =>
                    row.FirstOrDefault(figure => figure.System == system) is { } figure ? Text.Median(figure) : ""),
            ]);
    }

    /// <summary>The head of the table of all figures.</summary>
    public static string TableHead { get; } = $"{Text.Row("what", "system", "median", "min – max", "unit", "")}\n{Text.Rule(6)}";

    public static string TableRow(Figure figure) =>
        Text.Row(figure.What, figure.System, Text.Median(figure), Text.Spread(figure), figure.Unit, figure.Remark);

    private static IEnumerable<string> Lines(Results results)
    {
        var (machine, scale) = (results.Machine, results.Scale);
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{results.Date:yyyy-MM-dd HH:mm} UTC, commit {results.Revision}, {results.Duration.TotalMinutes:0} minutes. {machine.Processor}, {machine.Cores} cores, {machine.MemoryGigabytes:0} GB; {machine.Kernel}; {machine.Dotnet}. An fsync of a page takes {machine.FsyncP50:0.00} ms (p50), {machine.FsyncP99:0.00} ms (p99). Load of the machine a minute before the start {machine.Load}, at the end {results.LoadAtEnd}. {scale.Rounds} rounds after a warm-up, {scale.Jobs:N0} jobs a round unless the line says another number.");
        yield return "";
        yield return Text.Row("system", "versions", "what runs the jobs", "what an accepted job survives");
        yield return Text.Rule(4);
        foreach (var system in results.Systems)
            yield return Text.Row(system.Name, system.Version, system.Workers, system.Durability);

        var sideBySide = SideBySide(results.Figures).ToArray();
        if (sideBySide.Length > 0)
        {
            yield return "";
            yield return "### Side by side: medians";
            yield return "";
            foreach (var line in sideBySide)
                yield return line;
        }

        yield return "";
        yield return "### All figures";
        yield return "";
        yield return TableHead;
        foreach (var figure in results.Figures)
            yield return TableRow(figure);

        if (results.Omissions.Count > 0)
            yield return "";
        foreach (var omission in results.Omissions)
            yield return $"- Not measured: {omission.System}{(omission.Scenario is "" ? "" : $", {omission.Scenario}")}: {omission.Reason}";
    }
}
