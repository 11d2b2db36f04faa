using System.Collections.Frozen;
using Gristmill.Execution.Tasks;

namespace Gristmill.Execution.Loading;

/// <summary>The plugins that a silo has at one time. Filled by one thread, and then read by many.</summary>
public sealed class PluginSet
{
    private readonly List<PluginInfo> _infos = [];
    private readonly Dictionary<string, (PluginTask Task, PluginUses Uses)> _tasks = [];
    private readonly List<(string Plugin, IReadOnlyDictionary<string, object> Changes)> _changes = [];
    private PluginInfo[]? _sorted;
    private FrozenDictionary<string, (PluginTask Task, PluginUses Uses)>? _frozen;
    private TaskDescriptor[]? _descriptors;

    /// <summary>Infos that say the same.</summary>
    public static IEqualityComparer<PluginInfo> SameInfo { get; } = EqualityComparer<PluginInfo>.Create(
        (one, other) => one! with { Tasks = other!.Tasks, SiloChanges = other.SiloChanges } == other && one.Tasks.SequenceEqual(other.Tasks) && (one.SiloChanges ?? []).SequenceEqual(other.SiloChanges ?? []));

    public IReadOnlyList<PluginInfo> Infos => _sorted ??= [.. _infos.OrderBy(info => info.Name, StringComparer.Ordinal)];

    public FrozenDictionary<string, (PluginTask Task, PluginUses Uses)> Tasks =>
        _frozen ??= _tasks.ToFrozenDictionary(StringComparer.Ordinal);

    public IReadOnlyCollection<TaskDescriptor> Descriptors =>
        _descriptors ??= [.. _tasks.Values.Select(offered => offered.Task.Descriptor)
            .OrderBy(task => task.Name, StringComparer.Ordinal)];

    /// <summary>
    /// What the plugins change of the silo's options; of several that change the same, the first by name counts.
    /// </summary>
    public IReadOnlyDictionary<string, object> Changes => _changes.OrderBy(plugin => plugin.Plugin, StringComparer.Ordinal)
        .SelectMany(plugin => plugin.Changes).DistinctBy(change => change.Key).ToDictionary();

    /// <summary>Lists a plugin without tasks.</summary>
    public void Add(PluginInfo info) => _infos.Add(info);

    /// <summary>Adds a plugin, and its tasks unless it is broken or one of them is another's.</summary>
    /// <returns>Whether its tasks are offered.</returns>
    public bool Offer(LoadedPlugin plugin)
    {
        var info = plugin.Info;
        if (info.State is PluginState.Working
            && _infos.FirstOrDefault(other => other.Name == info.Name && other.State is PluginState.Working) is { } same)
            info = Refused(info, $"version {same.Version} of it is loaded already, from {same.Folder}");
        else if (plugin.Tasks.FirstOrDefault(task => _tasks.ContainsKey(task.Descriptor.Name)) is { Descriptor.Name: var name })
            info = Refused(info, $"its task '{name}' is offered by plugin '{_tasks[name].Task.Descriptor.Plugin}' already");
        _infos.Add(info);
        if (info.State is not PluginState.Working)
            return false;
        foreach (var task in plugin.Tasks)
            _tasks.Add(task.Descriptor.Name, (task, plugin.Uses));
        _changes.Add((info.Name, plugin.Changes));
        return true;
    }

    private static PluginInfo Refused(PluginInfo info, string reason) =>
        info with { State = PluginState.Broken, Reason = reason, Tasks = [], SiloChanges = null };
}
