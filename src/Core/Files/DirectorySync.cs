using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Gristmill.Core;

/// <summary>Folders on disk, beyond what the framework does with them.</summary>
public static partial class DirectorySync
{
    /// <summary>Has the names in a folder survive a power failure: a renamed file is on disk only with its folder.</summary>
    public static void Fsync(string path)
    {
        if (OperatingSystem.IsWindows()) // It keeps the names by itself.
            return;
        var folder = Open(path, flags: 0);
        if (folder < 0)
            throw Failed(path);
        try
        {
            if (Sync(folder) != 0)
                throw Failed(path);
        }
        finally
        {
            _ = Close(folder);
        }
    }

    /// <summary>
    /// Makes a folder of a data folder, and the data folder itself, for the user alone: who can write there can run code in
    /// silos.
    /// </summary>
    public static void MakePrivate(string path)
    {
        foreach (var folder in new[] { Path.GetDirectoryName(path)!, path })
            if (Directory.Exists(folder))
                continue;
            else if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static IOException Failed(string path) => new($"{path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
