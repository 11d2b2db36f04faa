using Orleans.Concurrency;

namespace Gristmill;

/// <summary>
/// The catalogue of the cluster, keyed by <see cref="Key"/>: which silo offers which tasks. Silos report what they loaded and
/// keep a replica, so that a job is checked where it comes in. Its memory is the silos' reports, which they repeat about once a
/// second.
/// </summary>
public interface IPluginRegistryGrain : IGrainWithIntegerKey
{
    /// <summary>The one registry's key.</summary>
    const long Key = 0;

    /// <summary>
    /// A silo says what it offers and what it has seen of it. Repeated reports of the same <see cref="SiloCatalogue.Stamp"/> only
    /// bring new figures.
    /// </summary>
    /// <param name="report">What the silo offers; its lists are null when they have not changed.</param>
    /// <returns>Whether the registry lacks the lists and wants the whole report.</returns>
    [AlwaysInterleave]
    Task<bool> ReportAsync(SiloCatalogue report);

    /// <summary>A silo leaves.</summary>
    /// <param name="owner">The silo and its incarnation.</param>
    [AlwaysInterleave]
    Task LeaveAsync(string owner);

    /// <summary>The whole catalogue, or null if it is still at the given version.</summary>
    /// <param name="version">The version the caller has; 0 for none.</param>
    [AlwaysInterleave]
    Task<Catalogue?> GetAsync(long version);

    /// <summary>A task's figures on each silo that has run it, by silo; at most about a second old.</summary>
    /// <param name="task">The task's full name; null for all tasks.</param>
    [AlwaysInterleave]
    Task<TaskStats[]> StatsAsync(string? task);

    /// <summary>The plugins of each silo, by silo.</summary>
    [AlwaysInterleave]
    Task<SiloPlugins[]> PluginsAsync();
}
