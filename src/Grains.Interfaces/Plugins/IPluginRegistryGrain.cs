using Orleans.Concurrency;

namespace Gristmill;

/// <summary>
/// The catalogue of the cluster, keyed by <see cref="Key"/>: which silo offers which tasks. Silos report what they loaded and keep a
/// replica, so that a job is checked where it comes in. Its memory is the silos' reports, which they repeat about once a second.
/// </summary>
public interface IPluginRegistryGrain : IGrainWithIntegerKey
{
    /// <summary>The one registry's key.</summary>
    const long Key = 0;

    /// <summary>A silo says what it offers and what it has seen of it. Repeated reports of the same <see cref="SiloCatalogue.Stamp"/> only bring new figures.</summary>
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
    Task<TaskStats[]> FiguresAsync(string? task);

    /// <summary>The plugins of each silo, by silo.</summary>
    [AlwaysInterleave]
    Task<SiloPlugins[]> PluginsAsync();
}

/// <summary>What one silo offers.</summary>
/// <param name="Owner">The silo and its incarnation.</param>
/// <param name="Silo">The silo's name.</param>
/// <param name="Stamp">Grows when the silo's plugins change.</param>
/// <param name="Tasks">The tasks; null when the stamp was reported before.</param>
/// <param name="Figures">The figures of those that have run.</param>
/// <param name="Plugins">The plugins; null when the stamp was reported before.</param>
[GenerateSerializer, Immutable]
public sealed record SiloCatalogue(
    [property: Id(0)] string Owner,
    [property: Id(1)] string Silo,
    [property: Id(2)] long Stamp,
    [property: Id(3)] TaskDescriptor[]? Tasks,
    [property: Id(4)] TaskStats[] Figures,
    [property: Id(5)] PluginInfo[]? Plugins = null);

/// <summary>The plugins of one silo.</summary>
/// <param name="Silo">The silo's name.</param>
/// <param name="Plugins">
/// Those that it has found, by name: of each the version whose tasks it offers, before it those that are preferred and broken.
/// </param>
[GenerateSerializer, Immutable]
public sealed record SiloPlugins([property: Id(0)] string Silo, [property: Id(1)] PluginInfo[] Plugins);

/// <summary>What the cluster offers.</summary>
/// <param name="Version">Changes with every change of the rest.</param>
/// <param name="Tasks">Every task that a live silo offers, by name; of several versions the newest.</param>
/// <param name="Silos">The names of the silos that have reported. While silos are missing here, so may be their tasks.</param>
[GenerateSerializer, Immutable]
public sealed record Catalogue([property: Id(0)] long Version, [property: Id(1)] OfferedTask[] Tasks, [property: Id(2)] string[] Silos);

/// <summary>A task, and who offers it.</summary>
/// <param name="Task">What it is.</param>
/// <param name="Silos">The names of the silos that offer it.</param>
[GenerateSerializer, Immutable]
public sealed record OfferedTask([property: Id(0)] TaskDescriptor Task, [property: Id(1)] string[] Silos);
