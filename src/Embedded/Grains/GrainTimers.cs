using System.Diagnostics.CodeAnalysis;

namespace Gristmill.Embedded;

/// <summary>When and how a timer of a grain ticks.</summary>
public readonly struct GrainTimerCreationOptions()
{
    /// <summary>A timer that ticks first after <paramref name="dueTime"/> and then every <paramref name="period"/>.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
        : this()
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>Until the first tick; <see cref="Timeout.InfiniteTimeSpan"/> for none.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>From the end of a tick to the next; <see cref="Timeout.InfiniteTimeSpan"/> for no other tick.</summary>
    public required TimeSpan Period { get; init; }

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
    /// <summary>Starts a timer. The token is cancelled when the timer is disposed of or the grain deactivated; exceptions are logged.</summary>
    public static IGrainTimer RegisterGrainTimer<TState>(
        this Grain grain, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return new GrainTimer(grain.Context, token => callback(state, token), options);
    }

    /// <inheritdoc cref="RegisterGrainTimer{T}(Grain, Func{T, CancellationToken, Task}, T, GrainTimerCreationOptions)"/>
    public static IGrainTimer RegisterGrainTimer(this Grain grain, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return new GrainTimer(grain.Context, callback, options);
    }
}
