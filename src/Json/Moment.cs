using Gristmill.Core;

namespace Gristmill.Json;

/// <summary>A moment as people name one: a time, or how long ago it was.</summary>
public readonly record struct Moment(DateTimeOffset Time, TimeSpan? Ago)
{
    public static bool TryParse(string text, out Moment moment)
    {
        var isSpan = Times.TryParseSpan(text, out var ago);
        var isTime = Times.TryParseTime(text, out var time);
        moment = new Moment(time, isSpan ? ago : null);
        return isSpan || isTime;
    }

    /// <summary>The time it is, seen from now.</summary>
    public DateTimeOffset On(TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return Ago is not { } ago ? Time : now - DateTimeOffset.MinValue < ago ? DateTimeOffset.MinValue : now - ago;
    }
}
