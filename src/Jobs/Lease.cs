namespace Gristmill.Jobs;

/// <summary>The times by which a worker pool is judged.</summary>
public static class Lease
{
    /// <summary>
    /// How often a pool writes its row, offers itself to its queues, and asks for cancellations it may have missed.
    /// </summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);

    /// <summary>A pool that could not write its row for so long cancels its own runs; others take them only after it.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
}
