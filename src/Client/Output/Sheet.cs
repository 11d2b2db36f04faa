namespace Gristmill.Client.Output;

/// <summary>Rows and columns, however they are printed: a table at a terminal, aligned text in a pipe.</summary>
/// <param name="columns">The columns; those of a list of names and values have no heading.</param>
internal sealed class Sheet(params Column[] columns)
{
    private readonly List<Ink[]> _rows = [];

    public IReadOnlyList<Column> Columns => columns;

    public IReadOnlyList<IReadOnlyList<Ink>> Rows => _rows;

    /// <summary>Whether the columns have headings.</summary>
    public bool HasHeadings => columns.Any(column => column.Name.Length > 0);

    /// <summary>A list of names and values.</summary>
    public static Sheet OfFields() => new("", Column.Elastic(""));

    /// <summary>Adds a row: one cell a column.</summary>
    public void Add(params Ink[] cells) => _rows.Add(cells);

    /// <summary>Adds a named value; nothing if there is none.</summary>
    public void AddIfAny(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            Add(new Ink(name, Tone.Dim), value);
    }

    /// <summary>The width of a column's widest cell, as a terminal counts.</summary>
    public int WidthOf(int column) => _rows.Select(row => row[column].Width).Append(columns[column].Name.Length).Max();

    /// <summary>A row but for its first cell, as names and values.</summary>
    public Sheet ToFields(IEnumerable<Ink> row)
    {
        var fields = OfFields();
        foreach (var (column, cell) in columns.Zip(row).Skip(1).Where(field => field.Second.Text.Length > 0))
            fields.Add(new Ink(column.Name, Tone.Dim), cell);
        return fields;
    }

    /// <summary>The rows as lines of aligned columns, two spaces apart.</summary>
    public IEnumerable<string> ToLines()
    {
        var widths = columns.Select((_, i) => WidthOf(i)).ToArray();
        IEnumerable<IEnumerable<Ink>> lines = _rows;
        if (HasHeadings)
            lines = lines.Prepend(columns.Select(column => new Ink(column.Name.ToUpperInvariant())));
        return lines.Select(line =>
            string.Join("  ", line.Select((cell, i) => cell.Text + new string(' ', widths[i] - cell.Width))).TrimEnd());
    }
}
