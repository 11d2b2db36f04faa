namespace Gristmill.Dashboard.Live;

/// <summary>
/// How often to read for those who look: what costs more is read less often, so that it never takes more than a small part of the
/// time.
/// </summary>
internal static class Pace
{
    /// <summary>A reading is followed by a pause of this many times its own length.</summary>
    public const int PauseFactor = 30;

    /// <summary>The pause behind a reading.</summary>
    /// <param name="least">The shortest.</param>
    /// <param name="cost">How long the reading took.</param>
    /// <param name="factor">How many times as long the pause is.</param>
    public static TimeSpan After(TimeSpan least, TimeSpan cost, int factor = PauseFactor) =>
        factor * cost is var pause && pause > least ? pause : least;
}
