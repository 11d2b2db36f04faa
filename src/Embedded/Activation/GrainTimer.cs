using Microsoft.Extensions.Logging;

namespace Gristmill.Embedded;

/// <summary>A timer of a grain: each tick is a request to the grain, and the next is set when that has ended.</summary>
internal sealed partial class GrainTimer : IGrainTimer
{
    private const int Idle = 0;
    private const int Queued = 1;
    private const int DueAgain = 2;
    private readonly Activation _activation;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly LocalRequest _tick;
    private TimeSpan _period;
    private int _state;
    private bool _changed;
    private bool _disposed;

    public GrainTimer(
        Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options, TimeProvider clock, ILogger logger)
    {
        _activation = activation;
        _logger = logger;
        _tick = new(() => Tick(callback), options.Interleave, options.KeepAlive, Ticked);
        _timer = clock.CreateTimer(static timer => ((GrainTimer)timer!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _period = period;
        _changed = true;
        _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _timer.Dispose();
        _cancellation.Cancel();
        _activation.RemoveTimer(this);
    }

    private void Due()
    {
        if (Interlocked.CompareExchange(ref _state, Queued, Idle) == Idle)
            _activation.Receive(_tick);
        else
            Interlocked.CompareExchange(ref _state, DueAgain, Queued);
    }

    private Task Tick(Func<CancellationToken, Task> callback)
    {
        _changed = false;
        return _disposed ? Task.CompletedTask : callback(_cancellation.Token);
    }

    private void Ticked(Exception? error)
    {
        if (error is not null && !_disposed)
            LogTickFailed(_logger, error, _activation.GrainId);
        if (_disposed)
            return;

        // A change made during the tick has set the next one already, and that may even have come due.
        if (Interlocked.Exchange(ref _state, Idle) == DueAgain)
            Due();
        else if (!_changed)
            _timer.Change(_period, Timeout.InfiniteTimeSpan);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A timer of grain {Grain} failed; it goes on")]
    private static partial void LogTickFailed(ILogger logger, Exception error, GrainId grain);
}
