namespace Gristmill.Jobs;

/// <summary>Whether a queued job may be claimed. Stored as its number.</summary>
public enum Readiness
{
    /// <summary>It may.</summary>
    Ready = 0,

    /// <summary>It waits for its time.</summary>
    Delayed = 1,

    /// <summary>A limit holds it back.</summary>
    Blocked = 2,
}
