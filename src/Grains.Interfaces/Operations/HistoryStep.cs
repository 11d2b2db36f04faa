namespace Gristmill;

/// <summary>How finely the past is kept.</summary>
public enum HistoryStep
{
    /// <summary>By the minute, for a day.</summary>
    Minute,

    /// <summary>By the hour, for 30 days.</summary>
    Hour,
}
