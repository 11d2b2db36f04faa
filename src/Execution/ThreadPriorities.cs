using System.Runtime.InteropServices;

namespace Gristmill.Execution;

/// <summary>
/// The priority of single threads; .NET ignores <see cref="Thread.Priority"/> on Linux, so the system is asked directly.
/// </summary>
internal static partial class ThreadPriorities
{
    /// <summary>The niceness of threads that run plugin code.</summary>
    private const int Niceness = 10;

    /// <summary>The system's number of the calling thread; 0 where priorities are .NET's business.</summary>
    public static int ThisThread => OperatingSystem.IsLinux() ? GetThreadId() : 0;

    /// <summary>Has a thread get the processor after the silo's own.</summary>
    /// <param name="thread">As <see cref="ThisThread"/> gave it; nothing is done for 0.</param>
    public static void Lower(int thread)
    {
        if (thread != 0)
            _ = SetPriority(which: 0, thread, Niceness);
    }

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int GetThreadId();

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
