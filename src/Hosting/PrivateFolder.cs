namespace Gristmill.Hosting;

/// <summary>
/// A data folder is its owner's alone: it holds jobs, secrets and plugins. As with PostgreSQL's, an empty folder is closed to
/// others, and one with content is not touched but refused.
/// </summary>
internal static class PrivateFolder
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <exception cref="SiloStartException">Others may look into it.</exception>
    public static void Check(string data)
    {
        var folder = new DirectoryInfo(Path.GetFullPath(data));
        if (OperatingSystem.IsWindows() || !folder.Exists || (folder.UnixFileMode & Others) == 0)
            return;
        try
        {
            if (folder.EnumerateFileSystemInfos().Any())
            {
                throw new SiloStartException(
                    $"the data folder '{folder.FullName}' is open to other users of this machine; close it with `chmod 700 {folder.FullName}`, or name a new folder.");
            }
            folder.UnixFileMode = Owner;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SiloStartException($"the data folder '{folder.FullName}' cannot be closed to other users ({e.Message}); choose another one.", e);
        }
    }
}
