namespace Gristmill.Embedded;

/// <summary>Admits requests: one at a time, unless they may interleave. All members but <see cref="Receive"/> run in turns.</summary>
internal abstract class RequestTarget : TurnQueue
{
    private Queue<Request>? _waiting;
    private int _running;
    private int _blocking;

    /// <summary>Roughly how many requests are here.</summary>
    public int Load => _running + (_waiting?.Count ?? 0) + QueuedTurns;

    protected bool IsRunning => _running > 0;

    /// <summary>Whether requests may start at all now.</summary>
    protected abstract bool IsOpen { get; }

    protected abstract bool Reentrant { get; }

    /// <summary>What runs the request; null if it is gone, and then the request has been failed.</summary>
    protected abstract object? Instance(Request request);

    public void Receive(Request request)
    {
        request.Host = this;
        Enqueue(request);
    }

    protected override void OnRequest(Request request)
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

    /// <summary>Starts what may start, in order.</summary>
    protected void Pump()
    {
        while (_waiting is { Count: > 0 } && MayStart(_waiting.Peek()))
            Start(_waiting.Dequeue());
    }

    /// <summary>Starts what may start when requests have just been let in; one that must wait does not hold up those that interleave.</summary>
    protected void PumpAll()
    {
        for (var i = _waiting?.Count ?? 0; i > 0; i--)
            OnRequest(_waiting!.Dequeue());
    }

    protected IEnumerable<Request> TakeWaiting()
    {
        while (_waiting is not null && _waiting.TryDequeue(out var request))
            yield return request;
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
        Pump();
    }

    private void Finish(Request request, Task work, bool blocks)
    {
        _running--;
        _blocking -= blocks ? 1 : 0;
        request.Complete(work);
        OnFinished();
    }
}
