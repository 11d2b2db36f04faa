using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gristmill.Storage.Sqlite;

/// <summary>
/// The lock that a process holds while it writes; one process of a data folder writes at a time. Waiters sleep in the kernel. Two
/// locks prevent starvation: a process cannot retake the write lock ahead of one that is already waiting. The kernel releases the
/// locks of a process that dies.
/// </summary>
internal sealed partial class WriteLock : IDisposable
{
    private readonly SafeFileHandle _next;
    private readonly SafeFileHandle _turn;

    /// <exception cref="IOException">A lock file can be neither opened nor created.</exception>
    public WriteLock(string folder)
    {
        _next = Open(Path.Combine(folder, "jobs.next.lock"));
        _turn = Open(Path.Combine(folder, "jobs.lock"));
    }

    /// <summary>Acquires the lock. Hold it for one transaction at most.</summary>
    public void Take()
    {
        Lock(_next, Exclusive);
        try
        {
            Lock(_turn, Exclusive);
        }
        finally
        {
            Lock(_next, Unlock);
        }
    }

    /// <summary>Kills who keeps the turn, or the place before it, and is stopped; answers their process ids.</summary>
    public int[] KillStopped() => SuspendedLockHolders.Kill(_next, _turn);

    public void Give() => Lock(_turn, Unlock);

    public void Dispose()
    {
        _next.Dispose();
        _turn.Dispose();
    }

    // The framework's own way to open a file takes a lock on it too, and none of its locks can be waited for.
    private static SafeFileHandle Open(string file)
    {
        var flags = OperatingSystem.IsMacOS() ? 0x1000202 : 0x80042; // O_RDWR | O_CREAT | O_CLOEXEC
        var handle = new SafeFileHandle(OpenFile(file, flags, 0x180), ownsHandle: true); // 0600
        return handle.IsInvalid ? throw new IOException($"{file}: {LastError()}") : handle;
    }

    private static void Lock(SafeFileHandle file, int operation)
    {
        while (LockFile(file, operation) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
                throw new IOException($"the lock of the job store: {LastError()}");
        }
    }

    private static string LastError() => new Win32Exception(Marshal.GetLastPInvokeError()).Message;

    private const int Exclusive = 2;
    private const int Unlock = 8;
    private const int Interrupted = 4;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int LockFile(SafeFileHandle file, int operation);
}
