namespace Gristmill.Embedded;

/// <summary>
/// Runs turns one after the other on the thread pool. It is the current scheduler of every turn, so that what follows an await comes
/// back here as another turn.
/// </summary>
internal abstract class TurnQueue : TaskScheduler, IThreadPoolWorkItem
{
    private const int TurnsPerBatch = 64;
    private readonly Queue<object> _turns = new();
    private bool _scheduled;

    /// <summary>Roughly how many turns wait.</summary>
    protected int QueuedTurns => _turns.Count;

    public void Enqueue(object turn)
    {
        lock (_turns)
        {
            _turns.Enqueue(turn);
            if (_scheduled)
                return;
            _scheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    /// <summary>Runs a turn that is a request; must not throw.</summary>
    protected abstract void OnRequest(Request request);

    /// <summary>Whether turns are thrown away instead of run.</summary>
    protected virtual bool Halted => false;

    void IThreadPoolWorkItem.Execute()
    {
        // One outer task makes this the current scheduler for a whole batch of turns.
        var batch = new Task(static queue => ((TurnQueue)queue!).RunBatch(), this);
        batch.RunSynchronously(this);
    }

    private void RunBatch()
    {
        for (var i = 0; i < TurnsPerBatch; i++)
        {
            object? turn;
            lock (_turns)
            {
                if (!_turns.TryDequeue(out turn))
                {
                    _scheduled = false;
                    return;
                }
            }

            Run(turn);
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void Run(object turn)
    {
        if (Halted)
            return;
        if (turn is Request request)
            OnRequest(request);
        else if (turn is Task task)
            TryExecuteTask(task);
        else
            ((Action)turn)();
    }

    protected sealed override void QueueTask(Task task) => Enqueue(task);

    protected sealed override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && (Current == this || ReferenceEquals(task.AsyncState, this)) && TryExecuteTask(task);

    protected sealed override IEnumerable<Task> GetScheduledTasks() => [];
}
