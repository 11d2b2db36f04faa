using Microsoft.Extensions.Logging;

namespace Gristmill.Embedded;

/// <summary>A grain in memory: made by its first request, gone when idle, unwanted or elsewhere.</summary>
internal sealed partial class Activation(Catalog catalog, GrainClass grainClass, GrainId id) : RequestTarget
{
    private Grain? _grain;
    private State _state;
    private DeactivationReason? _leave;
    private List<IDisposable>? _owned;
    private long _lastUsed = catalog.Node.Clock.GetTimestamp();

    private enum State : byte
    {
        New,
        Activating,
        Active,
        Deactivating,
        Gone,
    }

    /// <summary>The activation whose grain is being constructed on this thread.</summary>
    [field: ThreadStatic]
    public static Activation? Constructing { get; private set; }

    /// <summary>The activation whose turn this is, if it is one.</summary>
    public static new Activation? Current => TaskScheduler.Current as Activation;

    public GrainId GrainId => id;

    public GrainClass Class => grainClass;

    public Node Node => catalog.Node;

    protected override bool Reentrant => grainClass.Reentrant;

    protected override bool IsOpen => _state == State.Active && _leave is null;

    protected override bool Halted => Node.Killed;

    protected override object? Instance(Request request)
    {
        if (request.KeepsAlive)
            _lastUsed = Node.Clock.GetTimestamp();
        return _grain;
    }

    protected override void OnRequest(Request request)
    {
        if (_state == State.Gone)
        {
            request.Reroute(Node);
            return;
        }

        base.OnRequest(request);
        if (_state == State.New)
            _ = Activate();
    }

    protected override void OnFinished() => LeaveIfAsked();

    /// <summary>Asks the activation to end once nothing runs. From any thread.</summary>
    public void Deactivate(DeactivationReason reason)
    {
        if (Current == this)
            Leave(reason);
        else
            Enqueue((Action)(() => Leave(reason)));
    }

    /// <summary>Whether nothing has used it for its collection age.</summary>
    public bool IsIdle(long now) =>
        Load == 0 && Node.Clock.GetElapsedTime(Volatile.Read(ref _lastUsed), now) >= grainClass.CollectionAge;

    /// <summary>Takes something that is to end when the activation leaves.</summary>
    public void Own(IDisposable owned) => (_owned ??= []).Add(owned);

    public void Disown(IDisposable owned) => _owned?.Remove(owned);

    private async Task Activate()
    {
        _state = State.Activating;
        try
        {
            Constructing = this;
            try
            {
                _grain = grainClass.Create(Node.Services);
            }
            finally
            {
                Constructing = null;
            }

            await _grain.OnActivateAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            LogActivationFailed(Node.Logger, e, id);
            Vanish(request => request.Fail(e));
            return;
        }

        _state = State.Active;
        StartWaiting();
        LeaveIfAsked();
    }

    private void Leave(DeactivationReason reason)
    {
        _leave ??= reason;
        LeaveIfAsked();
    }

    private void LeaveIfAsked()
    {
        if (_leave is { } reason && _state == State.New)
            Vanish(request => request.Reroute(Node));
        else if (_leave is { } why && _state == State.Active && !IsRunning)
            _ = Leave(why, _grain!);
    }

    private async Task Leave(DeactivationReason reason, Grain grain)
    {
        _state = State.Deactivating;
        DropOwned();
        try
        {
            using var limit = new CancellationTokenSource(Catalog.DeactivationTimeout, Node.Clock);
            await grain.OnDeactivateAsync(reason, limit.Token);
            if (grain is IAsyncDisposable asyncDisposable)
                await asyncDisposable.DisposeAsync();
            else
                (grain as IDisposable)?.Dispose();
        }
        catch (Exception e)
        {
            LogDeactivationFailed(Node.Logger, e, id);
        }

        Vanish(request => request.Reroute(Node));
    }

    private void Vanish(Action<Request> rest)
    {
        DropOwned();
        _state = State.Gone;
        catalog.Remove(this);
        foreach (var request in TakeWaiting())
            rest(request);
    }

    private void DropOwned()
    {
        foreach (var owned in _owned?.ToArray() ?? [])
            owned.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Grain {Grain} failed to activate")]
    private static partial void LogActivationFailed(ILogger logger, Exception error, GrainId grain);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Grain {Grain} failed to deactivate in good order")]
    private static partial void LogDeactivationFailed(ILogger logger, Exception error, GrainId grain);
}
