using Microsoft.Extensions.Logging;

namespace Gristmill.Embedded;

/// <summary>When and how a timer of a grain ticks.</summary>
/// <param name="DueTime">Until the first tick; <see cref="Timeout.InfiniteTimeSpan"/> for none.</param>
/// <param name="Period">From the end of a tick to the next; <see cref="Timeout.InfiniteTimeSpan"/> for no other tick.</param>
public readonly record struct GrainTimerCreationOptions(TimeSpan DueTime, TimeSpan Period)
{
    /// <summary>Whether ticks may interleave with requests; otherwise a tick waits and counts like a request.</summary>
    public bool Interleave { get; init; }

    /// <summary>Whether a tick counts as use, so that the activation is not idle.</summary>
    public bool KeepAlive { get; init; }
}

/// <summary>A timer of a grain; it ends with the activation.</summary>
public interface IGrainTimer : IDisposable;

/// <summary>Timers whose ticks are turns of their grain and never overlap.</summary>
public static class GrainBaseExtensions
{
    /// <summary>
    /// Starts a timer. The token is cancelled when the timer is disposed of or the grain deactivated; exceptions are logged.
    /// </summary>
    public static IGrainTimer RegisterGrainTimer<TState>(
        this Grain grain, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return new GrainTimer(grain.Context, token => callback(state, token), options);
    }

    /// <inheritdoc cref="RegisterGrainTimer{T}(Grain, Func{T, CancellationToken, Task}, T, GrainTimerCreationOptions)"/>
    public static IGrainTimer RegisterGrainTimer(
        this Grain grain, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return new GrainTimer(grain.Context, callback, options);
    }
}

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
