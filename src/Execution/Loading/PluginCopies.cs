using System.Security.Cryptography;
using System.Text;
using Gristmill.Core;
using Gristmill.Execution.Discovery;
using Microsoft.Win32.SafeHandles;

namespace Gristmill.Execution.Loading;

/// <summary>
/// Copies of plugins, each under the hash of its content. Silos load these, so that a plugin's files may be changed and removed
/// whenever its user likes: the runtime maps what it loads by path, and never reads that path again while it is in memory. The
/// silos of a data folder share them.
/// </summary>
/// <param name="root">The folder of the copies, below the data folder: whoever can write there can run code in silos.</param>
public sealed class PluginCopies(string root)
{
    private const string Content = "content";
    private const string Draft = ".draft-";
    private const string LockName = ".lock";
    private const int Looks = 1_000;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    /// <summary>The copy of a plugin, which is made unless there is one.</summary>
    /// <returns>The plugin in its copy, and what keeps the copy until it is disposed of.</returns>
    public (PluginFolder Copy, IDisposable Hold) Take(PluginFolder plugin)
    {
        DirectorySync.MakePrivate(root);
        // Whoever sweeps is alone: neither a draft nor a copy that is about to be held goes.
        using var turn = Enter();
        var hash = HashOf(plugin.Path);
        if (!Directory.Exists(Path.Combine(root, hash)))
            hash = Make(plugin.Path);
        var hold = Lock(Path.Combine(root, hash, LockName), FileShare.Read);
        return (plugin with { Path = Path.Combine(root, hash, Content) }, hold);
    }

    /// <summary>Deletes the copies that no process uses, and what those that died left half made.</summary>
    public void Sweep()
    {
        if (!Directory.Exists(root) || !Directory.EnumerateDirectories(root).Any())
            return;
        using var turn = TryLock(Path.Combine(root, LockName), FileShare.None);
        if (turn is null)
            return;
        foreach (var folder in Directory.GetDirectories(root).Where(IsFree))
            Delete(folder);
    }

    private SafeFileHandle Enter()
    {
        var path = Path.Combine(root, LockName);
        for (var looks = 0; looks < Looks; looks++)
        {
            if (TryLock(path, FileShare.Read) is { } turn)
                return turn;
            // On the thread of one plugin's load, which has nothing else to do.
            Task.Delay(Look, TimeProvider.System).Wait();
        }
        return Lock(path, FileShare.Read);
    }

    // By what was copied: somebody may have written meanwhile.
    private string Make(string source)
    {
        var draft = Path.Combine(root, $"{Draft}{Guid.NewGuid():N}");
        try
        {
            var content = Directory.CreateDirectory(Path.Combine(draft, Content)).FullName;
            var files = new PluginFiles(content, mostBytes: long.MaxValue);
            foreach (var file in Files(source))
            {
                using var stream = file.OpenRead();
                files.Take(PluginFiles.NameOf(source, file), stream, PluginFiles.IsExecutable(file));
            }
            files.Flush();
            File.WriteAllBytes(Path.Combine(draft, LockName), []);
            DirectorySync.Fsync(draft);
            var hash = HashOf(content);
            TryPlace(draft, Path.Combine(root, hash));
            return hash;
        }
        finally
        {
            if (Directory.Exists(draft))
                Directory.Delete(draft, recursive: true);
        }
    }

    private void TryPlace(string draft, string copy)
    {
        try
        {
            Directory.Move(draft, copy);
            DirectorySync.Fsync(root);
        }
        catch (IOException) when (Directory.Exists(copy))
        {
            // Another silo, or another load of ours, was first with the same.
        }
    }

    private static bool IsFree(string folder)
    {
        if (Path.GetFileName(folder).StartsWith(Draft, StringComparison.Ordinal))
            return true;
        using var alone = TryLock(Path.Combine(folder, LockName), FileShare.None);
        return alone is not null;
    }

    // Half of one would be taken for the whole.
    private void Delete(string folder)
    {
        try
        {
            var draft = Path.Combine(root, $"{Draft}{Guid.NewGuid():N}");
            Directory.Move(folder, draft);
            Directory.Delete(draft, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Windows keeps what is mapped into memory.
        }
    }

    private static SafeFileHandle? TryLock(string path, FileShare share)
    {
        try
        {
            return Lock(path, share);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static SafeFileHandle Lock(string path, FileShare share) =>
        File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Read, share);

    private static string HashOf(string folder)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files(folder))
        {
            using var content = file.OpenRead();
            all.AppendData(Encoding.UTF8.GetBytes($"{PluginFiles.NameOf(folder, file)}\0{PluginFiles.IsExecutable(file)}\0"));
            all.AppendData(SHA256.HashData(content));
        }
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    private static IEnumerable<FileInfo> Files(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .OrderBy(file => PluginFiles.NameOf(folder, file), StringComparer.Ordinal);
}
