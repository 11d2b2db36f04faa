namespace Gristmill.Dashboard.Overview;

/// <summary>A stretch of the past that charts show.</summary>
/// <param name="Name">What the page's address calls it.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Step">How what is kept of it was kept; null for what this silo has seen, by the second.</param>
/// <param name="Points">How many points it has.</param>
/// <param name="Together">How many steps are a point.</param>
public sealed record ChartRange(string Name, string Title, HistoryStep? Step, int Points, int Together = 1)
{
    /// <summary>All that can be chosen.</summary>
    public static readonly IReadOnlyList<ChartRange> All =
    [
        new("5m", "5 minutes", null, 300), new("6h", "6 hours", HistoryStep.Minute, 360),
        new("24h", "24 hours", HistoryStep.Minute, 288, 5), new("30d", "30 days", HistoryStep.Hour, 360, 2),
    ];

    /// <summary>The one of a name; the first if none is named, null if there is no such.</summary>
    public static ChartRange? Find(string? name) => name is null ? All[0] : All.FirstOrDefault(range => range.Name == name);

    /// <summary>The points up to a time; those of which nothing is kept are gaps.</summary>
    /// <param name="until">
    /// The last point ends with the step that this time is in: an hour that is not over has figures, too.
    /// </param>
    /// <param name="kept">What is kept, by the range's step.</param>
    internal Sample[] Read(DateTimeOffset until, IEnumerable<ClusterStats> kept)
    {
        var step = Step!.Value;
        var length = Together * step.Length();
        var first = step.Begin(until) + step.Length() - Points * length;
        var points = new ClusterStats?[Points];
        foreach (var figures in kept)
            if ((figures.At - first) / length is >= 0 and var at && at < Points)
                points[(int)at] = points[(int)at]?.Plus(figures) ?? figures;
        return [.. points.Select((figures, i) =>
            figures is null ? new Sample { At = first + i * length, IsGap = true } : Sample.Of(first + i * length, figures))];
    }
}
