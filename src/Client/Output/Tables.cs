using Spectre.Console;
using Spectre.Console.Rendering;

namespace Gristmill.Client.Output;

/// <summary>Sheets as a terminal shows them.</summary>
internal static class Tables
{
    private const int Gap = 2;
    private const int Narrowest = 12;

    /// <summary>What a column that wraps is left, if another can be shortened.</summary>
    private const int Readable = 36;

    /// <summary>The sheet as a table; null if the terminal is too narrow for one.</summary>
    public static IRenderable? Render(Sheet sheet, int width)
    {
        var shown = Fitting(sheet, width);
        if (Total(sheet, shown, fit => fit is Fit.Elastic or Fit.Ending ? Narrowest : int.MaxValue) > width)
            return null;
        // What the others leave is shared by the columns that can be shortened; there is one at most.
        var others = Total(sheet, shown, fit => fit is Fit.Ending ? 0 : fit is Fit.Elastic ? Readable : int.MaxValue);
        var ending = Math.Max(Narrowest, width - others);
        var table = new Table { Border = TableBorder.None, ShowHeaders = sheet.HasHeadings };
        foreach (var i in shown)
            table.AddColumn(new TableColumn(new Text(sheet.Columns[i].Name, StyleOf(Tone.Strong)))
            {
                NoWrap = sheet.Columns[i].Fit is not Fit.Elastic,
                Padding = new Padding(0, 0, i == shown[^1] ? 0 : Gap, 0),
            });
        foreach (var row in sheet.Rows)
            table.AddRow(shown.Select(i => new Text(
                sheet.Columns[i].Fit is Fit.Ending ? Words.Ending(row[i].Text, ending) : row[i].Text, StyleOf(row[i].Tone))));
        return table;
    }

    // Leaves out minor columns, from the right, until the rest fits.
    private static List<int> Fitting(Sheet sheet, int width)
    {
        var shown = Enumerable.Range(0, sheet.Columns.Count).ToList();
        while (Total(sheet, shown, _ => int.MaxValue) > width
            && shown.FindLast(i => sheet.Columns[i].Fit is Fit.Minor) is > 0 and var minor)
            shown.Remove(minor);
        return shown;
    }

    private static int Total(Sheet sheet, List<int> shown, Func<Fit, int> most) =>
        shown.Sum(i => Gap + Math.Min(most(sheet.Columns[i].Fit), sheet.WidthOf(i))) - Gap;

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
