namespace Gristmill.Client.Output;

/// <summary>Rows and columns, however they are printed: a table at a terminal, aligned text in a pipe.</summary>
/// <param name="columns">The columns' headings; none for a list of names and values.</param>
internal sealed class Sheet(params string[] columns)
{
    private readonly List<Ink[]> _rows = [];

    public IReadOnlyList<string> Columns => columns;

    public IReadOnlyList<IReadOnlyList<Ink>> Rows => _rows;

    public void Add(params Ink[] cells) => _rows.Add(cells);

    /// <summary>How many columns there are.</summary>
    public int Width => columns.Length > 0 ? columns.Length : _rows.Select(row => row.Length).DefaultIfEmpty().Max();

    /// <summary>Adds a named value; nothing if there is none.</summary>
    public void AddIfAny(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            Add(new Ink(name, Tone.Dim), value);
    }

    /// <summary>The rows as lines of aligned columns, two spaces apart.</summary>
    public IEnumerable<string> ToLines()
    {
        IEnumerable<string[]> lines = _rows.Select(row => row.Select(cell => cell.Text).ToArray());
        if (columns.Length > 0)
            lines = lines.Prepend([.. columns.Select(column => column.ToUpperInvariant())]);
        var all = lines.ToList();
        var widths = Enumerable.Range(0, Width)
            .Select(i => all.Max(line => i < line.Length ? line[i].Length : 0))
            .ToArray();
        return all.Select(line => string.Join("  ", line.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
    }
}
