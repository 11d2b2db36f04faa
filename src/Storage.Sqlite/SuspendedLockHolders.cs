using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Gristmill.Storage.Sqlite;

/// <summary>
/// Kills processes that hold the write lock while they are suspended (SIGSTOP, Ctrl-Z, a freezer), since nobody else can write
/// until they are resumed. Their transaction is not committed, so nothing is lost. Spares a process that a debugger has stopped.
/// Reads /proc, so it does nothing on systems other than Linux.
/// </summary>
internal static class SuspendedLockHolders
{
    /// <summary>Kills those that hold one of the files locked, which are open here too; answers their process ids.</summary>
    public static int[] Kill(params SafeFileHandle[] open)
    {
        if (!Directory.Exists("/proc/self/fdinfo"))
            return [];
        var files = Array.ConvertAll(open, file => new FileInfo($"/proc/self/fd/{file.DangerousGetHandle()}").LinkTarget!);
        return [.. Directory.EnumerateDirectories("/proc")
            .Where(process => IsStopped(process) && Holds(process, files))
            .Select(process => int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture))
            .Where(TryKill)];
    }

    /// <summary>
    /// The third field of proc_pid_stat(5) is the state; the second, the program's name in brackets, may hold anything.
    /// </summary>
    private static bool IsStopped(string process) =>
        Read(Path.Combine(process, "stat")) is { } stat
            && stat[(stat.LastIndexOf(')') + 1)..].StartsWith(" T ", StringComparison.Ordinal);

    /// <summary>An open file that has a lock of its own says so in its fdinfo: see proc_pid_fdinfo(5).</summary>
    private static bool Holds(string process, string[] files)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(open =>
                new FileInfo(open).LinkTarget is { } target && files.Contains(target)
                && Read(Path.Combine(process, "fdinfo", Path.GetFileName(open))) is { } info && info.Contains("\nlock:", StringComparison.Ordinal));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) // Gone meanwhile, or somebody else's.
        {
            return false;
        }
    }

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool TryKill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            return true;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }
}
