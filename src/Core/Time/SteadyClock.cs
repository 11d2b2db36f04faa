namespace Gristmill.Core;

/// <summary>
/// A clock that is never set back: the time at its start, and what has passed since. It drives Orleans, whose collector of idle
/// activations fails each new activation while its clock reads less than it did (the machine's may be set by hours), and what is
/// silent or late is told by it. Jobs follow the machine's clock.
/// </summary>
/// <param name="machine">The machine's clock.</param>
public sealed class SteadyClock(TimeProvider machine) : TimeProvider
{
    private readonly DateTimeOffset _start = machine.GetUtcNow();
    private readonly long _started = machine.GetTimestamp();

    /// <inheritdoc/>
    public override long TimestampFrequency => machine.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start + machine.GetElapsedTime(_started);

    /// <summary>
    /// The earlier of both times: what is deleted by its age is not deleted because the machine's clock was set ahead.
    /// </summary>
    public DateTimeOffset Earlier => (machine.GetUtcNow(), GetUtcNow()) is var (set, steady) && set < steady ? set : steady;

    /// <inheritdoc/>
    public override long GetTimestamp() => machine.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);
}
