using System.Diagnostics;

namespace Gristmill.Bench;

/// <summary>What must be gone when the harness ends, however it ends: processes, then folders.</summary>
internal static class Leftovers
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<Process> Processes = [];
    private static readonly HashSet<string> Folders = [];

    public static void Add(Process process) => Change(() => Processes.Add(process));

    public static void Add(string folder) => Change(() => Folders.Add(folder));

    public static void Remove(Process process) => Change(() => Processes.Remove(process));

    public static void Remove(string folder) => Change(() => Folders.Remove(folder));

    /// <summary>Ends every process that is left, and deletes every folder.</summary>
    public static void Clear() => Change(() =>
    {
        foreach (var process in Processes)
            Try(() =>
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            });
        foreach (var folder in Folders)
            Try(() => Delete(folder));
        Processes.Clear();
        Folders.Clear();
    });

    /// <summary>Deletes a folder, also when a killed process has just put a last file there.</summary>
    public static void Delete(string folder)
    {
        for (var tries = 20; Directory.Exists(folder); tries--)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException) when (tries > 0)
            {
                Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System).Wait();
            }
        }
    }

    // One that cannot be removed keeps none of the others.
    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error)
        {
            Console.Error.WriteLine($"left behind: {error.Message}");
        }
    }

    private static void Change(Action change)
    {
        lock (Gate)
            change();
    }
}
