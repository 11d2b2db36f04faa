using System.Runtime.CompilerServices;

namespace Gristmill.Execution.Runs;

/// <summary>
/// Runs plugin code, and its continuations, on threads of its own with a lowered priority: with every slot burning CPU the silo's
/// own threads still get the processor first. Threads are made as they are needed, one a slot. A task may block its thread until
/// another piece of it has run: when all threads are taken and nothing moves, more are made.
/// </summary>
public sealed class SlotScheduler : TaskScheduler, IDisposable
{
    private const string ThreadName = "gristmill slot";

    /// <summary>How long nothing moves before a thread is added. Longer with each thread beyond the slots.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);

    [ThreadStatic]
    private static SlotScheduler? _current;

    private readonly int _slots;
    private readonly Lock _gate = new();
    private readonly Queue<Task> _waiting = new();
    private readonly Stack<AutoResetEvent> _idle = new();
    private readonly ITimer _watch;
    private int _threads;
    private bool _watching, _moved, _closed;

    public SlotScheduler(int slots, TimeProvider clock)
    {
        _slots = slots;
        _watch = clock.CreateTimer(_ => AddIfStalled(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Threads end when what was queued has run; one that is stuck in plugin code dies with the process.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            while (_idle.TryPop(out var idle))
                idle.Set();
        }
        _watch.Dispose();
    }

    protected override void QueueTask(Task task)
    {
        if (task.CreationOptions.HasFlag(TaskCreationOptions.LongRunning))
        {
            StartThread(() => TryExecuteTask(task));
            return;
        }
        AutoResetEvent? wake;
        lock (_gate)
        {
            _waiting.Enqueue(task);
            if (!_idle.TryPop(out wake) && _threads >= _slots)
            {
                if (!_watching)
                    Watch();
                return;
            }
            if (wake is null)
                _threads++;
        }
        // Not under the lock, which is the first thing that the thread takes.
        if (wake is not null)
            wake.Set();
        else
            StartThread(RunTasks);
    }

    // Whoever waits for a task that has not begun may as well run it. What is still queued of it then is found done.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        _current == this && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
            return [.. _waiting];
    }

    private void Watch()
    {
        (_watching, _moved) = (true, false);
        _watch.Change(Patience * (1 + _threads - _slots), Timeout.InfiniteTimeSpan);
    }

    private void AddIfStalled()
    {
        lock (_gate)
        {
            _watching = false;
            if (_waiting.Count == 0)
                return;
            var stalled = !_moved;
            if (stalled)
                _threads++;
            Watch();
            if (!stalled)
                return;
        }
        StartThread(RunTasks);
    }

    private void StartThread(Action run) => new Thread(() =>
    {
        _current = this;
        ThreadPriorities.Lower(ThreadPriorities.ThisThread);
        run();
    })
    { IsBackground = true, Name = ThreadName, Priority = ThreadPriority.BelowNormal }.UnsafeStart();

    private void RunTasks()
    {
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
        Reclaim(Thread.CurrentThread);
        return true;
    }

    // A task may have made the thread its own: the next one must not find it so, and a foreground thread would hold the process.
    private static void Reclaim(Thread thread)
    {
        if (!thread.IsBackground)
            thread.IsBackground = true;
        if (thread.Priority is not ThreadPriority.BelowNormal)
            thread.Priority = ThreadPriority.BelowNormal;
        if (thread.Name != ThreadName)
            thread.Name = ThreadName;
    }

    private Task? Take(AutoResetEvent woken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_waiting.TryDequeue(out var task))
                {
                    _moved = true;
                    return task;
                }
                // A task that blocks needs a second thread each time: as many stay beyond the slots as there are slots.
                if (_closed || _idle.Count >= 2 * _slots)
                {
                    _threads--;
                    return null;
                }
                _idle.Push(woken);
            }
            woken.WaitOne();
        }
    }
}
