using Gristmill.Core;

namespace Gristmill.Execution.Discovery;

/// <summary>Takes a plugin's files into a folder, on disk for good, within limits, and none outside of it.</summary>
/// <param name="folder">The folder; new and empty.</param>
/// <param name="mostBytes">How many bytes it takes in all.</param>
public sealed class PluginFiles(string folder, long mostBytes = PluginFiles.MostBytes)
{
    public const int MostFiles = 10_000;
    public const long MostBytes = 1L << 30;

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _folders = new(StringComparer.OrdinalIgnoreCase);
    private long _bytes;

    /// <summary>Takes a file.</summary>
    /// <param name="name">Its path within the plugin, parted by slashes.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="isExecutable">Whether it is a program.</param>
    public void Take(string name, Stream content, bool isExecutable)
    {
        Check(name);
        var path = Path.Combine([folder, .. name.Split('/')]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        var buffer = new byte[1 << 16];
        for (int read; (read = content.Read(buffer)) > 0; file.Write(buffer, 0, read))
            if ((_bytes += read) > mostBytes)
                throw TooLarge(mostBytes);
        file.Flush(flushToDisk: true);
        if (isExecutable && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(file.SafeFileHandle, File.GetUnixFileMode(file.SafeFileHandle) | UnixFileMode.UserExecute);
    }

    /// <summary>Takes the files of a folder.</summary>
    public void TakeAll(string source)
    {
        foreach (var file in List(source))
        {
            using var content = file.OpenRead();
            Take(NameOf(source, file), content, IsExecutable(file));
        }
    }

    /// <summary>Has the names of all that was taken on disk.</summary>
    public void Flush()
    {
        foreach (var part in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Append(folder))
            DirectorySync.Fsync(part);
    }

    /// <summary>The files in a folder and its folders, in the order of their names.</summary>
    /// <exception cref="PluginRefusedException">
    /// There are too many, they are too large, or there is a link among them.
    /// </exception>
    public static IReadOnlyList<FileInfo> List(string source)
    {
        var files = new List<FileInfo>();
        foreach (var entry in new DirectoryInfo(source)
            .EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                throw new PluginRefusedException($"{Path.GetRelativePath(source, entry.FullName)} is a link; a plugin consists of files");
            if (entry is FileInfo file)
                files.Add(file);
            if (files.Count > MostFiles)
                throw TooMany();
        }
        if (files.Sum(file => file.Length) > MostBytes)
            throw TooLarge();
        return [.. files.OrderBy(file => file.FullName, StringComparer.Ordinal)];
    }

    public static string NameOf(string source, FileInfo file) => Path.GetRelativePath(source, file.FullName).Replace('\\', '/');

    public static bool IsExecutable(FileInfo file) =>
        !OperatingSystem.IsWindows() && file.UnixFileMode.HasFlag(UnixFileMode.UserExecute);

    /// <summary>Whether two folders hold the same files.</summary>
    public static bool AreSame(string one, string other)
    {
        var (files, others) = (Contents(one), Contents(other));
        return files.Count == others.Count
            && files.All(file => others.TryGetValue(file.Key, out var twin) && twin.Length == file.Value.Length
                && File.ReadAllBytes(twin.FullName).AsSpan().SequenceEqual(File.ReadAllBytes(file.Value.FullName)));

        static Dictionary<string, FileInfo> Contents(string folder) =>
            List(folder).ToDictionary(file => NameOf(folder, file));
    }

    private void Check(string name)
    {
        var parts = name.Split('/');
        if (name.Length > 400 || name.AsSpan().IndexOfAny('\\', ':') >= 0 || name.Any(char.IsControl)
            || parts.Any(part => part is "" or "." or ".."))
            throw new PluginRefusedException($"it names a file '{name}', which is no path within the plugin");
        if (!_names.Add(name) || _folders.Contains(name))
            throw new PluginRefusedException($"it names '{name}' twice (case aside)");
        for (var i = 1; i < parts.Length; i++)
            if (_folders.Add(string.Join('/', parts[..i])) && _names.Contains(string.Join('/', parts[..i])))
                throw new PluginRefusedException($"it names '{string.Join('/', parts[..i])}' both as a file and as a folder");
        if (_names.Count > MostFiles)
            throw TooMany();
    }

    public static PluginRefusedException TooLarge(long mostBytes = MostBytes) =>
        new($"its files have more than {mostBytes:N0} bytes in all");

    private static PluginRefusedException TooMany() => new($"it has more than {MostFiles:N0} files");
}
