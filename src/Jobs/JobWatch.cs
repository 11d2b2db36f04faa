namespace Gristmill.Jobs;

/// <summary>What somebody wants to be told of a job; each includes the one before.</summary>
public enum JobWatch
{
    None,

    /// <summary>Its end: <see cref="IJobWaitGrain.EndedAsync"/>.</summary>
    End,

    /// <summary>Every change too: <see cref="IJobGrain.ChangedAsync"/>.</summary>
    Changes,
}
