using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Gristmill.Workers;

/// <summary>
/// Runs plugin code, and its continuations, on threads of its own with a lowered priority: with every slot burning CPU the silo's own
/// threads still get the processor first. Threads are made as they are needed, at most one a slot.
/// </summary>
internal sealed partial class SlotScheduler(int threads) : TaskScheduler, IDisposable
{
    /// <summary>The niceness of plugin threads; .NET ignores <see cref="Thread.Priority"/> on Linux, so the system is asked directly.</summary>
    private const int Niceness = 10;

    private readonly BlockingCollection<Task> _tasks = [];
    private readonly Lock _gate = new();
    private int _started;
    private int _idle;

    [ThreadStatic]
    private static SlotScheduler? t_current;

    public override int MaximumConcurrencyLevel => threads;

    protected override void QueueTask(Task task)
    {
        _tasks.Add(task);
        if (Volatile.Read(ref _idle) >= _tasks.Count || Volatile.Read(ref _started) == threads)
            return;
        lock (_gate)
        {
            if (_started == threads)
                return;
            _started++;
        }
        new Thread(RunTasks) { IsBackground = true, Name = "gristmill slot", Priority = ThreadPriority.BelowNormal }.Start();
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        t_current == this && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [.. _tasks];

    /// <summary>Threads end when what was queued has run; one that is stuck in plugin code dies with the process.</summary>
    public void Dispose() => _tasks.CompleteAdding();

    private void RunTasks()
    {
        t_current = this;
        if (OperatingSystem.IsLinux())
            _ = SetPriority(which: 0, who: 0, Niceness);
        while (Take() is { } task)
            TryExecuteTask(task);
    }

    private Task? Take()
    {
        Interlocked.Increment(ref _idle);
        try
        {
            return _tasks.TryTake(out var task, Timeout.Infinite) ? task : null;
        }
        finally
        {
            Interlocked.Decrement(ref _idle);
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
