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

    private readonly object _gate = new();
    private readonly Queue<Task> _waiting = new();
    private int _started;
    private int _free;
    private bool _closed;

    public override int MaximumConcurrencyLevel => threads;

    /// <summary>Threads end when what was queued has run; one that is stuck in plugin code dies with the process.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    protected override void QueueTask(Task task)
    {
        lock (_gate)
        {
            _waiting.Enqueue(task);
            Monitor.Pulse(_gate);
            if (_waiting.Count <= _free || _started == threads)
                return;
            _started++;
            _free++;
        }
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
        while (RunNext())
        {
        }
    }

    // In a method of its own: what has run is not referred to from the stack of a thread that waits, and its plugin can unload.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RunNext()
    {
        if (Take() is not { } task)
            return false;
        TryExecuteTask(task);
        lock (_gate)
            _free++;
        return true;
    }

    private Task? Take()
    {
        lock (_gate)
        {
            Task? task;
            while (!_waiting.TryDequeue(out task) && !_closed)
                Monitor.Wait(_gate);
            _free--;
            return task;
        }
    }
}
