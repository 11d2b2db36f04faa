namespace Gristmill.Jobs;

/// <summary>Times as stores keep them: whole microseconds since 1970, the finest that all of them can keep.</summary>
public static class Microseconds
{
    public static long From(DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToTime(long microseconds) =>
        new(DateTimeOffset.UnixEpoch.Ticks + microseconds * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    /// <summary>The clock's time as it will be read back, so that a row just decided equals the row as stored.</summary>
    public static DateTimeOffset Now(this TimeProvider clock) => ToTime(From(clock.GetUtcNow()));
}
