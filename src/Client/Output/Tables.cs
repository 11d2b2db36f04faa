using Spectre.Console;
using Spectre.Console.Rendering;

namespace Gristmill.Client.Output;

/// <summary>Sheets as a terminal shows them.</summary>
internal static class Tables
{
    private const int Gap = 2;
    private const int Narrowest = 12;

    /// <summary>The sheet as a table; null if the terminal is too narrow for one.</summary>
    public static IRenderable? Render(Sheet sheet, int width)
    {
        var shown = Fitting(sheet, width);
        if (shown.Sum(i => Gap + (sheet.Columns[i].Fit is Fit.Elastic ? Math.Min(Narrowest, sheet.WidthOf(i)) : sheet.WidthOf(i))) - Gap > width)
            return null;
        var table = new Table { Border = TableBorder.None, ShowHeaders = sheet.HasHeadings };
        foreach (var i in shown)
            table.AddColumn(new TableColumn(new Text(sheet.Columns[i].Name, StyleOf(Tone.Strong)))
            {
                NoWrap = sheet.Columns[i].Fit is not Fit.Elastic,
                Padding = new Padding(0, 0, i == shown[^1] ? 0 : Gap, 0),
            });
        foreach (var row in sheet.Rows)
            table.AddRow(shown.Select(i => new Text(row[i].Text, StyleOf(row[i].Tone))));
        return table;
    }

    // Leaves out minor columns, from the right, until the rest fits.
    private static List<int> Fitting(Sheet sheet, int width)
    {
        var shown = Enumerable.Range(0, sheet.Columns.Count).ToList();
        while (shown.Sum(i => sheet.WidthOf(i) + Gap) - Gap > width && shown.FindLast(i => sheet.Columns[i].Fit is Fit.Minor) is > 0 and var minor)
            shown.Remove(minor);
        return shown;
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Strong => new Style(decoration: Decoration.Bold),
        Tone.Dim => new Style(Color.Grey),
        Tone.Good => new Style(Color.Green),
        Tone.Bad => new Style(Color.Maroon),
        Tone.Warning => new Style(Color.Olive),
        Tone.Active => new Style(Color.Teal),
        _ => Style.Plain,
    };
}
