using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Gristmill.BuiltIn.Programs;

/// <summary>
/// A program with all that it has started. On Linux they are known by a variable in their environment, which they hand on: so
/// they are found when their parents are gone, too, and when they have left their process group. Elsewhere the tree of parents
/// must do.
/// </summary>
internal sealed partial class ProcessFamily
{
    public const string Variable = "GRISTMILL_RUN";

    private const int Sigterm = 15;
    private const int Sigkill = 9;
    private const int Rounds = 100;
    private const int EmptyRounds = 3;

    public string Mark { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Asks all of them to end.</summary>
    public void Terminate(Process first)
    {
        if (OperatingSystem.IsWindows())
            KillTree(first);
        else
            Signal(Sigterm, first);
    }

    /// <summary>Ends all of them. Answers when none is left, or when some have not gone for a second.</summary>
    public async Task KillAsync(Process first)
    {
        KillTree(first);
        // One may be starting others while we look, or be between two programs, when it has no environment: it is looked for more
        // than once.
        for (var (round, empty) = (0, 0); round < Rounds && empty < EmptyRounds; round++)
        {
            if (round > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
            empty = Signal(Sigkill, first: null) ? 0 : empty + 1;
        }
    }

    private bool Signal(int signal, Process? first)
    {
        var members = Find();
        if (members.Count == 0 && first is { HasExited: false })
            members = [first.Id];
        foreach (var member in members)
            _ = Kill(member, signal);
        return members.Count > 0;
    }

    private List<int> Find()
    {
        if (!OperatingSystem.IsLinux())
            return [];
        var mark = Encoding.ASCII.GetBytes($"{Variable}={Mark}");
        return [.. Directory.EnumerateDirectories("/proc")
            .Select(path =>
                int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && IsMarked(id, mark))];
    }

    private static bool IsMarked(int id, byte[] mark)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{id}/environ").AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended, or is somebody else's
        }
    }

    private static void KillTree(Process first)
    {
        try
        {
            first.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or AggregateException)
        {
            // It has ended, or some of its tree is not ours to kill.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
