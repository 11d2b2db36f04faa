namespace Gristmill;

/// <summary>A machine's clock that can be set, back and ahead, while time passes as it does.</summary>
internal sealed class MachineClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private TimeSpan _set;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _set;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    public void Set(TimeSpan step) => _set += step;
}
