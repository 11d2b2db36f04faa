using Microsoft.Extensions.Logging;

namespace Gristmill.Embedded;

/// <summary>A timer of a grain: each tick is a request to the grain, and the next is set when that has ended.</summary>
internal sealed partial class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly TimeSpan _period;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _cancellation = new();

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _period = options.Period;
        var tick = new LocalRequest(() => Tick(callback), options.Interleave, options.KeepAlive, Ticked);
        _timer = activation.Node.Clock.CreateTimer(
            _ => activation.Receive(tick), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        activation.Own(this);
        _timer.Change(options.DueTime, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _cancellation.Cancel();
        _activation.Disown(this);
    }

    private Task Tick(Func<CancellationToken, Task> callback) =>
        _cancellation.IsCancellationRequested ? Task.CompletedTask : callback(_cancellation.Token);

    private void Ticked(Exception? error)
    {
        if (_cancellation.IsCancellationRequested)
            return;
        if (error is not null)
            LogTickFailed(_activation.Node.Logger, error, _activation.GrainId);
        _timer.Change(_period, Timeout.InfiniteTimeSpan);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A timer of grain {Grain} failed; it goes on")]
    private static partial void LogTickFailed(ILogger logger, Exception error, GrainId grain);
}
