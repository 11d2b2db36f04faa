using System.Runtime.CompilerServices;

namespace Gristmill.Workers;

/// <summary>
/// Runs plugin code, and its continuations, on threads of its own with a lowered priority: with every slot burning CPU the silo's own
/// threads still get the processor first. Threads are made as they are needed, at most one a slot.
/// </summary>
internal sealed class SlotScheduler(int threads) : TaskScheduler, IDisposable
{
    [ThreadStatic]
    private static SlotScheduler? _current;

    private readonly Lock _gate = new();
    private readonly Queue<Task> _waiting = new();
    private readonly Stack<AutoResetEvent> _idle = new();
    private int _started;
    private bool _closed;

    public override int MaximumConcurrencyLevel => threads;

    /// <summary>Threads end when what was queued has run; one that is stuck in plugin code dies with the process.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            while (_idle.TryPop(out var idle))
                idle.Set();
        }
    }

    protected override void QueueTask(Task task)
    {
        AutoResetEvent? wake = null;
        lock (_gate)
        {
            _waiting.Enqueue(task);
            if (_idle.TryPop(out var idle))
                wake = idle;
            else if (_started == threads)
                return;
            else
                _started++;
        }
        // Not under the lock, which is the first thing that the thread takes.
        if (wake is not null)
            wake.Set();
        else
            new Thread(RunTasks) { IsBackground = true, Name = "gristmill slot", Priority = ThreadPriority.BelowNormal }.Start();
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        _current == this && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
            return [.. _waiting];
    }

    private void RunTasks()
    {
        _current = this;
        ThreadPriorities.Lower(ThreadPriorities.ThisThread);
        using var woken = new AutoResetEvent(false);
        while (RunNext(woken))
        {
        }
    }

    // In a method of its own: what has run is not referred to from the stack of a thread that waits, and its plugin can unload.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RunNext(AutoResetEvent woken)
    {
        if (Take(woken) is not { } task)
            return false;
        TryExecuteTask(task);
        return true;
    }

    private Task? Take(AutoResetEvent woken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_waiting.TryDequeue(out var task))
                    return task;
                if (_closed)
                    return null;
                _idle.Push(woken);
            }
            woken.WaitOne();
        }
    }
}
