namespace Gristmill.Execution.Discovery;

/// <summary>
/// Signals that something in one of several folders has changed. Only a help: a folder that cannot be watched is looked at from
/// time to time.
/// </summary>
public sealed class FolderSignals(IReadOnlyCollection<string> folders, Action changed) : IDisposable
{
    private readonly Dictionary<string, FileSystemWatcher> _watchers = [];

    /// <summary>Watches those of the folders that exist now.</summary>
    public void Watch()
    {
        foreach (var folder in folders)
            if (!_watchers.ContainsKey(folder) && Directory.Exists(folder) && TryWatch(folder) is { } watcher)
                _watchers.Add(folder, watcher);
            else if (_watchers.TryGetValue(folder, out var gone) && !Directory.Exists(folder))
                Forget(folder, gone);
    }

    public void Dispose()
    {
        foreach (var (folder, watcher) in _watchers)
            Forget(folder, watcher);
    }

    private FileSystemWatcher? TryWatch(string folder)
    {
        try
        {
            var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
            watcher.Created += (_, _) => changed();
            watcher.Changed += (_, _) => changed();
            watcher.Deleted += (_, _) => changed();
            watcher.Renamed += (_, _) => changed();
            watcher.Error += (_, _) => changed();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null; // The system's watches are used up, say.
        }
    }

    private void Forget(string folder, FileSystemWatcher watcher)
    {
        watcher.Dispose();
        _watchers.Remove(folder);
    }
}
