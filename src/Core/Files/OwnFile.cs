namespace Gristmill.Core;

/// <summary>
/// A small file that its user alone may read. One process at a time changes it, and whoever reads it sees it as it was or as it
/// is.
/// </summary>
/// <param name="path">Where it is.</param>
/// <param name="title">What it holds, in the plural, for people.</param>
public sealed class OwnFile(string path, string title)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Replaces the content by another.</summary>
    /// <param name="change">
    /// Given that the file is this process's to change, returns the new content. What it throws leaves the file as it was.
    /// </param>
    /// <exception cref="UsageException">It cannot be written, or another process is changing it.</exception>
    public void Change(Func<byte[]> change)
    {
        MakeFolder();
        // Two consoles at once: the second waits for nobody, and says so.
        using var turn = Open($"{path}.lock", FileMode.OpenOrCreate);
        var content = change();
        var next = $"{path}.new";
        using (var file = Open(next, FileMode.Create))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        File.Move(next, path, overwrite: true);
    }

    private FileStream Open(string name, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        try
        {
            return new FileStream(name, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the {title} cannot be changed: {e.Message}");
        }
    }

    private void MakeFolder()
    {
        var folder = Path.GetDirectoryName(path)!;
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the {title} cannot be changed: {e.Message}");
        }
    }
}
