namespace Gristmill.Jobs;

/// <summary>
/// The pools whose heartbeat is not older than a lease, nor further ahead: the machine's clock may have been set back since.
/// </summary>
public static class LiveWorkers
{
    /// <summary>By silo name.</summary>
    public static async Task<SiloView[]> LiveWorkersAsync(this IJobStore store, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var workers = await store.WorkersAsync();
        return [.. workers.Where(worker => (now - worker.Seen).Duration() < Lease.Length)
            .OrderBy(worker => worker.Silo, StringComparer.Ordinal)];
    }

    /// <summary>Whether it takes jobs, as far as it has told.</summary>
    public static bool IsAccepting(this SiloView silo) => silo.State == nameof(PoolState.Accepting);

    /// <summary>Whether a silo does what one silo of a cluster does for all: the first by name of those that live.</summary>
    /// <param name="live">The silos that live, by name.</param>
    /// <param name="owner">The silo and incarnation.</param>
    public static bool AreLedBy(this SiloView[] live, string owner) => live.FirstOrDefault()?.Owner == owner;
}
