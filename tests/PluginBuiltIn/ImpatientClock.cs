namespace Gristmill.BuiltIn.Tests;

/// <summary>A clock on which short times pass at once, and long ones never.</summary>
internal sealed class ImpatientClock(TimeSpan longestThatPasses) : TimeProvider
{
    private readonly List<TimeSpan> _passed = [];

    /// <summary>The times that were waited for.</summary>
    public IReadOnlyList<TimeSpan> Passed => _passed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var passes = dueTime <= longestThatPasses && dueTime >= TimeSpan.Zero;
        if (passes)
            _passed.Add(dueTime);
        return base.CreateTimer(callback, state, passes ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
