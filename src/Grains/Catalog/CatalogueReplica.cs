using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Gristmill.Core;
using Gristmill.Execution.Loading;
using Gristmill.Execution.Tasks;
using Gristmill.Grains.Counters;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Grains.Catalog;

/// <summary>
/// The silo's copy of the cluster's catalogue, so that a job is checked where it comes in and without a call. Reports the silo's
/// own tasks with their figures and asks for the others' about once a second; a task that is not in the copy is asked for at once
/// before it is refused.
/// </summary>
public sealed class CatalogueReplica(
    IGrainFactory grains, PluginHost plugins, TaskCounts counts, SiloIdentity silo, ISiloStatusOracle members,
    [FromKeyedServices(Clock.Key)] TimeProvider clock)
{
    /// <summary>A registry that has just moved knows only the silos that have reported since; they take about a second.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SettlingPause = TimeSpan.FromMilliseconds(100);

    private volatile Replica _replica = new(0, FrozenDictionary<string, OfferedTask>.Empty, Complete: false);

    private sealed record Replica(long Version, FrozenDictionary<string, OfferedTask> Tasks, bool Complete);

    private IPluginRegistryGrain Registry => grains.GetGrain<IPluginRegistryGrain>(IPluginRegistryGrain.Key);

    public IReadOnlyCollection<OfferedTask> Tasks => _replica.Tasks.Values;

    public bool IsOffered(string task) => _replica.Tasks.ContainsKey(task) || plugins.TryGetTask(task, out _);

    public bool TryGet(string name, [NotNullWhen(true)] out TaskDescriptor? task)
    {
        task = plugins.TryGetTask(name, out var own) ? own.Descriptor
            : _replica.Tasks.TryGetValue(name, out var offered) ? offered.Task
            : null;
        return task is not null;
    }

    /// <summary>
    /// Asks the registry if one of the tasks is not in the copy, for as long as the registry may not have heard from every silo.
    /// </summary>
    public async Task LearnAsync(IEnumerable<string> tasks)
    {
        if (tasks.All(IsOffered))
            return;
        var since = clock.GetTimestamp();
        await RefreshAsync();
        while (!tasks.All(IsOffered) && !_replica.Complete && clock.GetElapsedTime(since) < Settling)
        {
            await Task.Delay(SettlingPause, clock);
            await RefreshAsync();
        }
    }

    /// <summary>Says what this silo offers, and learns what the others do.</summary>
    public async Task RefreshAsync()
    {
        var report = new SiloCatalogue(silo.Owner, silo.Name, plugins.Stamp, null, counts.All);
        if (await Registry.ReportAsync(report))
            await Registry.ReportAsync(report with { Tasks = [.. plugins.Tasks], Plugins = [.. plugins.Plugins] });
        if (await Registry.GetAsync(_replica.Version) is { } catalogue)
            Take(catalogue);
    }

    public Task LeaveAsync() => Registry.LeaveAsync(silo.Owner);

    private void Take(Catalogue catalogue)
    {
        var complete = catalogue.Silos.Length >= members.GetApproximateSiloStatuses(onlyActive: true).Count;
        var tasks = catalogue.Tasks.ToDictionary(offered => offered.Task.Name);
        if (!complete)
            foreach (var (name, offered) in _replica.Tasks)
                tasks.TryAdd(name, offered);
        _replica = new Replica(complete ? catalogue.Version : 0, tasks.ToFrozenDictionary(StringComparer.Ordinal), complete);
    }
}
