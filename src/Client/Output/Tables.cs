using Spectre.Console;
using Spectre.Console.Rendering;

namespace Gristmill.Client.Output;

/// <summary>Sheets as a terminal shows them.</summary>
internal static class Tables
{
    public static IRenderable Render(Sheet sheet)
    {
        var titled = sheet.Columns.Count > 0;
        var table = new Table
        {
            Border = titled ? TableBorder.Simple : TableBorder.None,
            BorderStyle = StyleOf(Tone.Dim),
            ShowHeaders = titled,
        };
        for (var i = 0; i < sheet.Width; i++)
            table.AddColumn(new TableColumn(new Text(titled ? sheet.Columns[i] : "", StyleOf(Tone.Strong))));
        foreach (var row in sheet.Rows)
            table.AddRow(row.Select(cell => new Text(cell.Text, StyleOf(cell.Tone))));
        return table;
    }

    public static Style StyleOf(Tone tone) => tone switch
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
