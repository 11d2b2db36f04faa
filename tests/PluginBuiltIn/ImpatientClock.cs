namespace Gristmill.BuiltIn.Tests;

/// <summary>
/// A clock that moves on by itself as soon as somebody waits for a short time, and stands still before long ones.
/// </summary>
internal sealed class ImpatientClock(TimeSpan longestThatPasses, DateTimeOffset? start = null)
    : FakeTimeProvider(start ?? DateTimeOffset.UnixEpoch)
{
    private readonly List<TimeSpan> _passed = [];

    /// <summary>The times that were waited for.</summary>
    public IReadOnlyList<TimeSpan> Passed => _passed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime <= longestThatPasses)
        {
            _passed.Add(dueTime);
            Advance(dueTime);
        }
        return timer;
    }
}
