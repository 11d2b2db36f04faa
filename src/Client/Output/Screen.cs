using Spectre.Console;

namespace Gristmill.Client.Output;

/// <summary>
/// One of the console's two streams: colours, tables and a progress bar if a person looks at it, plain lines if not.
/// </summary>
/// <param name="writer">The stream.</param>
/// <param name="isTerminal">Whether a person looks at it.</param>
/// <param name="colors">Whether that person wants colours.</param>
internal sealed class Screen(TextWriter writer, bool isTerminal, bool colors)
{
    // A line that is longer than the progress bar's would leave parts of that behind.
    private const string EraseBelow = "\e[J";

    private IAnsiConsole? _terminal;

    public TextWriter Writer => writer;

    /// <summary>Whether a progress bar is shown, which moves down for every line.</summary>
    public bool HasBar { get; set; }

    public bool IsTerminal => isTerminal;

    /// <summary>
    /// The terminal, for what takes more than a line. Made when it is first needed, since that takes longer than most answers.
    /// </summary>
    public IAnsiConsole Terminal => _terminal ??= AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Yes,
        ColorSystem = colors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.Yes,
        Out = new AnsiConsoleOutput(writer),
    });

    /// <summary>Prints a text as it is: a result, JSON, a name that a script reads.</summary>
    public void Raw(string text) => writer.WriteLine(text);

    /// <summary>Prints a line.</summary>
    public void Line(params ReadOnlySpan<Ink> line)
    {
        var text = string.Concat(Ansi.Paint(line, isTerminal && colors), Environment.NewLine);
        if (HasBar)
            Terminal.Write(new ControlCode($"{EraseBelow}{text}"));
        else
            writer.Write(text);
    }

    /// <summary>Has a person see that something goes on until it has ended.</summary>
    public Task<T> BusyAsync<T>(string what, Func<Task<T>> work) =>
        isTerminal ? Terminal.Status().StartAsync(Markup.Escape(what), _ => work()) : work();

    /// <summary>Prints rows and columns.</summary>
    public void Print(Sheet sheet)
    {
        if (isTerminal && Tables.Render(sheet, Terminal.Profile.Width) is { } table)
            Terminal.Write(table);
        else if (isTerminal && sheet.HasHeadings)
            PrintRecords(sheet);
        else
            foreach (var line in sheet.ToLines())
                writer.WriteLine(line);
    }

    // Too narrow for rows: each begins with its first cell, whole, and the others follow below.
    private void PrintRecords(Sheet sheet)
    {
        foreach (var row in sheet.Rows)
        {
            if (row != sheet.Rows[0])
                Line();
            Line(row[0]);
            Print(sheet.ToFields(row));
        }
    }
}
