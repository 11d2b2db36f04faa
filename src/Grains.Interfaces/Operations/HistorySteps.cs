namespace Gristmill;

/// <summary>What the steps are.</summary>
public static class HistorySteps
{
    /// <summary>How long one is.</summary>
    /// <param name="step">The step.</param>
    public static TimeSpan Length(this HistoryStep step) =>
        step is HistoryStep.Minute ? TimeSpan.FromMinutes(1) : TimeSpan.FromHours(1);

    /// <summary>For how long they are kept.</summary>
    /// <param name="step">The step.</param>
    public static TimeSpan Kept(this HistoryStep step) => TimeSpan.FromDays(step is HistoryStep.Minute ? 1 : 30);

    /// <summary>When the one began that a time is in.</summary>
    /// <param name="step">The step.</param>
    /// <param name="time">The time.</param>
    public static DateTimeOffset Begin(this HistoryStep step, DateTimeOffset time) =>
        time.ToUniversalTime() - TimeSpan.FromTicks(time.UtcTicks % step.Length().Ticks);
}
