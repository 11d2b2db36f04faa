using System.Text;

namespace Gristmill.Execution.Runs;

/// <summary>
/// Stands in for the process's Console.Out and Console.Error. What a run prints, in whichever plugin and on whichever thread,
/// goes to the log of its job: Console.Out at level Info, Console.Error at level Error. All else, and what is printed after the
/// run has ended, goes to the real console.
/// </summary>
public sealed class ConsoleCapture(TextWriter real, bool isError) : TextWriter
{
    private static int _installed;
    private static volatile TextWriter? _out, _error;

    /// <summary>Installs it, once a process; it stays for as long as the process lives.</summary>
    public static void Install()
    {
        if (Interlocked.Exchange(ref _installed, 1) != 0)
            return;
        Console.SetOut(new ConsoleCapture(Open(Console.OpenStandardOutput(), Console.Out.Encoding), isError: false));
        Console.SetError(new ConsoleCapture(Open(Console.OpenStandardError(), Console.Error.Encoding), isError: true));
        (_out, _error) = (Console.Out, Console.Error);
    }

    /// <summary>Puts it back where a task has set another writer, which would take what all others print.</summary>
    public static void Restore()
    {
        if (_out is { } output && Console.Out != output)
            Console.SetOut(output);
        if (_error is { } error && Console.Error != error)
            Console.SetError(error);
    }

    // Not the writers that were there: each is a lock, which others (the console logger) hold while the system's console waits
    // for the lock that is Console.Out, and that is held by whoever comes through here.
    private static StreamWriter Open(Stream stream, Encoding encoding) =>
        new(stream, encoding, leaveOpen: true) { AutoFlush = true };

    public override Encoding Encoding => real.Encoding;

    public override void Write(char value) => Write(new ReadOnlySpan<char>(in value));

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (!Take(buffer))
            real.Write(buffer);
    }

    public override void WriteLine(string? value)
    {
        if (Take(value))
            Write('\n');
        else
            real.WriteLine(value);
    }

    public override void Flush()
    {
        if (RunLog.Current is null)
            real.Flush();
    }

    private bool Take(ReadOnlySpan<char> text) => RunLog.Current is { } log && log.Print(text, isError);
}
