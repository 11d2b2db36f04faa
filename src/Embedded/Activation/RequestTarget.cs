namespace Gristmill.Embedded;

/// <summary>
/// Runs requests in single-threaded turns on the thread pool, one at a time unless they may interleave. It is the current
/// scheduler of every turn, so that what follows an await comes back here as another turn.
/// All members but <see cref="Receive"/> and <see cref="Enqueue"/> run in turns.
/// </summary>
internal abstract class RequestTarget : TaskScheduler, IThreadPoolWorkItem
{
    private const int TurnsPerBatch = 64;
    private readonly Queue<object> _turns = new();
    private bool _scheduled;
    private Queue<Request>? _waiting;
    private int _running;
    private int _blocking;

    /// <summary>Roughly how many requests are here.</summary>
    public int Load => _running + (_waiting?.Count ?? 0) + _turns.Count;

    protected bool IsRunning => _running > 0;

    /// <summary>Whether requests may start at all now.</summary>
    protected abstract bool IsOpen { get; }

    /// <summary>Whether all requests may interleave.</summary>
    protected virtual bool Reentrant => false;

    /// <summary>Whether turns are thrown away instead of run.</summary>
    protected virtual bool Halted => false;

    public void Receive(Request request)
    {
        request.Host = this;
        Enqueue(request);
    }

    /// <summary>Adds a turn: a <see cref="Request"/>, a <see cref="Task"/> or an <see cref="Action"/>.</summary>
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

    /// <summary>What runs the request; null if it is gone, and then the request has been failed.</summary>
    protected abstract object? Instance(Request request);

    protected virtual void OnRequest(Request request)
    {
        if (MayStart(request))
            Start(request);
        else
            (_waiting ??= new()).Enqueue(request);
    }

    /// <summary>After a request ended.</summary>
    protected virtual void OnFinished()
    {
    }

    /// <summary>Lets requests in that waited; one that must wait on does not hold up those that interleave.</summary>
    protected void StartWaiting()
    {
        for (var i = _waiting?.Count ?? 0; i > 0; i--)
            OnRequest(_waiting!.Dequeue());
    }

    protected IEnumerable<Request> TakeWaiting()
    {
        while (_waiting is not null && _waiting.TryDequeue(out var request))
            yield return request;
    }

    protected sealed override void QueueTask(Task task) => Enqueue(task);

    protected sealed override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && (Current == this || ReferenceEquals(task.AsyncState, this)) && TryExecuteTask(task);

    protected sealed override IEnumerable<Task> GetScheduledTasks() => [];

    void IThreadPoolWorkItem.Execute()
    {
        // One outer task makes this the current scheduler for a whole batch of turns.
        var batch = new Task(static target => ((RequestTarget)target!).RunBatch(), this);
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

            if (!Halted)
                Run(turn);
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void Run(object turn)
    {
        if (turn is Request request)
            OnRequest(request);
        else if (turn is Task task)
            TryExecuteTask(task);
        else
            ((Action)turn)();
    }

    private bool MayStart(Request request) => IsOpen && (_blocking == 0 || Reentrant || request.Interleaves);

    private void Start(Request request)
    {
        if (request.Abandoned || Instance(request) is not { } instance)
            return;
        var blocks = !Reentrant && !request.Interleaves;
        _running++;
        _blocking += blocks ? 1 : 0;

        Task work;
        try
        {
            work = request.Invoke(instance);
        }
        catch (Exception e)
        {
            work = Task.FromException(e);
        }

        if (work.IsCompleted)
            Finish(request, work, blocks);
        else
            _ = FinishLater(request, work, blocks);
    }

    private async Task FinishLater(Request request, Task work, bool blocks)
    {
        await work.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        Finish(request, work, blocks);
        while (_waiting is { Count: > 0 } && MayStart(_waiting.Peek()))
            Start(_waiting.Dequeue());
    }

    private void Finish(Request request, Task work, bool blocks)
    {
        _running--;
        _blocking -= blocks ? 1 : 0;
        request.Complete(work);
        OnFinished();
    }
}
