using System.ComponentModel;
using System.Diagnostics;

namespace Gristmill.BuiltIn.Programs;

/// <summary>
/// Ends what a run has started when the silo dies and cannot (SIGKILL, out of memory): a shell that waits for its input to end,
/// which it does when the silo does, in whatever way. Told that the run has ended in order, it does nothing.
/// </summary>
/// <remarks>
/// Not the kernel's death signal: that comes when the thread ends that has started the program, and threads of a pool do.
/// </remarks>
internal sealed class Watchdog : IDisposable
{
    private const string Shell = "/bin/sh";

    // What it is given: the mark of the family, then the words of what to run last. It has no mark of its own, so it does not
    // find itself.
    private const string Script = """
        trap '' HUP INT TERM
        read -r _ && exit
        mark=$1; shift
        for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
          sleep 0.1
          family=$(grep -ls "$mark" /proc/[0-9]*/environ)
          [ -n "$family" ] || break
          for file in $family; do file=${file%/environ}; kill -9 "${file#/proc/}"; done
        done 2> /dev/null
        "$@"
        """;

    private readonly Process _shell;

    private Watchdog(Process shell) => _shell = shell;

    /// <summary>Starts one, before the program; null where there is no <c>/proc</c> to find a family in, or no shell.</summary>
    /// <param name="family">Whom to end.</param>
    /// <param name="last">A program with its arguments, to be run at the end; nothing if empty.</param>
    public static Watchdog? Start(ProcessFamily family, IReadOnlyList<string> last)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            return new(Process.Start(new ProcessStartInfo(Shell,
                ["-c", Script, Shell, $"{ProcessFamily.Variable}={family.Mark}", .. last])
            {
                RedirectStandardInput = true,
                // The silo's own would be held open after its death.
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    public void Dispose()
    {
        try
        {
            using var input = _shell.StandardInput;
            input.WriteLine();
        }
        catch (IOException)
        {
            // Somebody has killed it.
        }
        _shell.Dispose();
    }
}
