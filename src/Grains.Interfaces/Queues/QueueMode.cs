namespace Gristmill;

/// <summary>What a queue takes and gives. One at a time: the last order counts.</summary>
public enum QueueMode
{
    /// <summary>Takes jobs, and lets them run.</summary>
    Open = 0,

    /// <summary>Takes jobs, and lets none start. What runs goes on.</summary>
    Paused = 1,

    /// <summary>Takes no new jobs, and lets those it has run out: waiting ones, delayed ones, and retries of theirs.</summary>
    Draining = 2,
}
