using Microsoft.Extensions.Logging;

namespace Gristmill.Embedded;

/// <summary>A grain in memory: made by its first request, gone when idle, unwanted or elsewhere.</summary>
internal sealed partial class Activation(Catalog catalog, GrainClass grainClass, GrainId id) : RequestTarget, IGrainContext
{
    [ThreadStatic]
    private static Activation? _constructing;

    private Grain? _grain;
    private State _state;
    private DeactivationReason? _leave;
    private List<GrainTimer>? _timers;
    private List<IDisposable>? _owned;
    private long _lastUsed = catalog.Clock.GetTimestamp();
    private long _keepUntil;

    private enum State : byte
    {
        New,
        Activating,
        Active,
        Deactivating,
        Gone,
    }

    /// <summary>The activation whose grain is being constructed on this thread.</summary>
    public static Activation? Constructing => _constructing;

    /// <summary>The activation whose turn this is, if it is one.</summary>
    public static new Activation? Current => TaskScheduler.Current as Activation;

    public GrainId GrainId => id;

    public GrainClass Class => grainClass;

    public Node Node => catalog.Node;

    public IServiceProvider ActivationServices => catalog.Services;

    protected override bool Reentrant => grainClass.Reentrant;

    protected override bool IsOpen => _state == State.Active && _leave is null;

    protected override bool Halted => catalog.Node.Killed;

    protected override object? Instance(Request request)
    {
        if (request.KeepsAlive)
            _lastUsed = catalog.Clock.GetTimestamp();
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

    public void DelayDeactivation(TimeSpan span) => _keepUntil =
        span == TimeSpan.Zero ? 0 : Node.Pending.DeadlineIn(span);

    /// <summary>Whether nothing has used it for its collection age.</summary>
    public bool IsIdle(long now) =>
        Load == 0 && _keepUntil <= now && catalog.Clock.GetElapsedTime(Volatile.Read(ref _lastUsed), now) >= grainClass.CollectionAge;

    public IGrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options, catalog.Clock, catalog.Logger);
        (_timers ??= []).Add(timer);
        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    public void RemoveTimer(GrainTimer timer) => _timers?.Remove(timer);

    /// <summary>Something that ends with the activation.</summary>
    public void Own(IDisposable owned) => (_owned ??= []).Add(owned);

    private async Task Activate()
    {
        _state = State.Activating;
        try
        {
            _constructing = this;
            try
            {
                _grain = grainClass.Create(catalog.Services);
            }
            finally
            {
                _constructing = null;
            }

            await _grain.OnActivateAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            LogActivationFailed(catalog.Logger, e, id);
            Vanish(request => request.Fail(e));
            return;
        }

        _state = State.Active;
        PumpAll();
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
        DropTimers();
        try
        {
            using var limit = new CancellationTokenSource(catalog.DeactivationTimeout, catalog.Clock);
            await grain.OnDeactivateAsync(reason, limit.Token);
            if (grain is IAsyncDisposable asyncDisposable)
                await asyncDisposable.DisposeAsync();
            else
                (grain as IDisposable)?.Dispose();
        }
        catch (Exception e)
        {
            LogDeactivationFailed(catalog.Logger, e, id);
        }

        Vanish(request => request.Reroute(Node));
    }

    private void Vanish(Action<Request> rest)
    {
        DropTimers();
        _owned?.ForEach(owned => owned.Dispose());
        _state = State.Gone;
        catalog.Remove(this);
        foreach (var request in TakeWaiting())
            rest(request);
    }

    private void DropTimers()
    {
        foreach (var timer in _timers?.ToArray() ?? [])
            timer.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Grain {Grain} failed to activate")]
    private static partial void LogActivationFailed(ILogger logger, Exception error, GrainId grain);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Grain {Grain} failed to deactivate in good order")]
    private static partial void LogDeactivationFailed(ILogger logger, Exception error, GrainId grain);
}
