using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Gristmill.Execution.Discovery;
using Gristmill.Execution.Tasks;
using Microsoft.Extensions.Configuration;

namespace Gristmill.Execution.Loading;

/// <summary>
/// The plugins of this silo, which follow what is on disk. Loading never throws: what cannot be used is listed with the reason,
/// and if an older version of it can be used, that is. Reading is free of locks, and what was read stays valid while plugins
/// change.
/// </summary>
/// <param name="services">Where the constructors of task classes find what they ask for.</param>
/// <param name="loadLimit">How long the loading of a plugin may take; 10 s unless given.</param>
/// <param name="settings">What operators have set for plugins, a section each; null for nothing.</param>
/// <param name="copies">
/// What to load instead of the plugins' own files; null to load these, in a process that does not follow them.
/// </param>
public sealed class PluginHost(
    IServiceProvider services, TimeSpan? loadLimit = null, IConfiguration? settings = null, PluginCopies? copies = null)
    : IDisposable
{
    /// <summary>How long the loading of a plugin may take by default.</summary>
    public static readonly TimeSpan LoadLimit = TimeSpan.FromSeconds(10);

    private readonly Lock _changing = new();
    private readonly PluginLoader _loader = new(services, settings, copies);
    private readonly List<LoadedPlugin> _assemblies = [];
    private readonly List<RetiredPlugin> _retired = [];
    private readonly ConcurrentQueue<(PluginFolder Folder, LoadedPlugin Plugin)> _late = [];
    private Dictionary<PluginFolder, LoadedPlugin> _loaded = [];
    private List<string> _order = [];
    private string? _cluster;
    private string[] _others = [];
    private long _stamp;
    private volatile PluginSet _plugins = new();

    /// <summary>Grows whenever the plugins change.</summary>
    public long Stamp => Volatile.Read(ref _stamp);

    /// <summary>
    /// All plugins that were found, by name. Of one there may be several versions: those that could not be used, and the one that
    /// is.
    /// </summary>
    public IReadOnlyList<PluginInfo> Plugins => _plugins.Infos;

    /// <summary>The tasks of all working plugins, by name.</summary>
    public IReadOnlyCollection<TaskDescriptor> Tasks => _plugins.Descriptors;

    /// <summary>What the working plugins change of the silo's options, by name.</summary>
    public IReadOnlyDictionary<string, object> SiloChanges => _plugins.Changes;

    /// <summary>The folders that it follows.</summary>
    public IEnumerable<string> Roots => _cluster is null ? _others : _others.Prepend(_cluster);

    /// <summary>Told when the last run on a version that is no longer offered has ended.</summary>
    public event Action? VersionEnded;

    /// <summary>Told when a version that took longer to load than it may has loaded: <see cref="Refresh"/> takes it in.</summary>
    public event Action? LoadedLate;

    public bool TryGetTask(string name, [MaybeNullWhen(false)] out PluginTask task)
    {
        var found = _plugins.Tasks.TryGetValue(name, out var offered);
        task = offered.Task;
        return found;
    }

    /// <summary>
    /// A task for a run, and its plugin's version with it until the answer is disposed of; null if no plugin offers it.
    /// </summary>
    public PluginLease? Use(string name)
    {
        // One that has closed meanwhile was replaced before.
        while (_plugins.Tasks.TryGetValue(name, out var offered))
            if (offered.Uses.TryEnter())
                return new PluginLease(offered.Task, offered.Uses);
        return null;
    }

    /// <summary>
    /// Loads the plugins in the folders, each of which holds <c>NAME/VERSION/</c>, and follows these from now on.
    /// </summary>
    /// <param name="others">The folders.</param>
    /// <param name="cluster">The cluster's own, in which versions are chosen and removed; null for none.</param>
    public void Load(IEnumerable<string> others, string? cluster = null)
    {
        (_cluster, _others) = (cluster, [.. others]);
        Refresh();
    }

    /// <summary>Takes an assembly that is loaded already as a plugin.</summary>
    public void Load(Assembly assembly)
    {
        lock (_changing)
            _assemblies.Add(_loader.Load(assembly));
        Refresh();
    }

    /// <summary>
    /// Looks at the folders again. What is there already goes on; what has gone, or has a better version now, ends with its last
    /// run.
    /// </summary>
    /// <returns>Whether anything has changed.</returns>
    public bool Refresh()
    {
        lock (_changing)
        {
            TakeLate();
            var families = PluginVersions.Find(_cluster, _others);
            Load(families.Where(family => !family.Choice.Disabled).Select(family => family.Tried.First()));
            var next = new PluginSet();
            foreach (var plugin in _assemblies)
                next.Offer(plugin);
            // Who offers a task keeps it, whatever the name of a plugin that comes later and has one of that name too.
            var used = families.OrderBy(family => _order.IndexOf(family.Name) is >= 0 and var place ? place : int.MaxValue)
                .ThenBy(family => family.Seniority)
                .SelectMany(family => Choose(family, next)).ToDictionary();
            var changed = !next.Infos.SequenceEqual(_plugins.Infos, PluginSet.SameInfo) || used.Count != _loaded.Count;

            _order = [.. next.Infos.Where(info => info.State is PluginState.Working).Select(info => info.Name)
                .OrderBy(name => _order.IndexOf(name) is >= 0 and var place ? place : int.MaxValue)];
            var gone = _loaded.Where(known => !used.ContainsKey(known.Key)).ToArray();
            _loaded = used;
            _plugins = next;
            foreach (var (folder, plugin) in gone)
                Retire(folder, plugin);
            if (changed)
                Interlocked.Increment(ref _stamp);
            return changed;
        }
    }

    /// <summary>
    /// Forgets the versions whose memory is free. Answers those that are still there although no run is on them.
    /// </summary>
    public IReadOnlyList<RetiredPlugin> Retired()
    {
        lock (_changing)
        {
            _retired.RemoveAll(plugin => plugin.IsFree);
            return [.. _retired.Where(plugin => plugin.Uses.IsClosed)];
        }
    }

    public void Dispose()
    {
        lock (_changing)
        {
            _plugins = new PluginSet();
            foreach (var plugin in _loaded.Values)
                plugin.Uses.Retire();
            _loaded = [];
        }
    }

    // Together, so that plugins that never end cost their time once.
    private void Load(IEnumerable<PluginFolder> folders)
    {
        var loads = folders.Where(folder => !_loaded.ContainsKey(folder))
            .Select(folder => (folder, Load: new TimedLoad(_loader, folder, Late))).ToArray();
        foreach (var (folder, load) in loads)
            _loaded[folder] = load.End(loadLimit ?? LoadLimit);
    }

    private void Late(PluginFolder folder, LoadedPlugin plugin)
    {
        _late.Enqueue((folder, plugin));
        LoadedLate?.Invoke();
    }

    // Nobody waits for one whose folder has gone meanwhile.
    private void TakeLate()
    {
        while (_late.TryDequeue(out var late))
            if (_loaded.ContainsKey(late.Folder))
                _loaded[late.Folder] = late.Plugin;
            else
                Retire(late.Folder, late.Plugin);
    }

    // The first version that works, and those that were tried before it.
    private IEnumerable<KeyValuePair<PluginFolder, LoadedPlugin>> Choose(PluginVersions family, PluginSet next)
    {
        if (family.Choice.Disabled)
        {
            var first = family.Tried.First();
            next.Add(new PluginInfo(family.Name, first.Version, first.Path, PluginState.Disabled, null, []));
            yield break;
        }
        foreach (var folder in family.Tried)
        {
            Load([folder]);
            yield return new(folder, _loaded[folder]);
            if (next.Offer(_loaded[folder]))
                yield break;
        }
    }

    private void Retire(PluginFolder folder, LoadedPlugin plugin)
    {
        if (plugin.Memory is { } memory)
            _retired.Add(new RetiredPlugin(folder, plugin.Uses, memory));
        plugin.Uses.Closed = () => VersionEnded?.Invoke();
        plugin.Uses.Retire();
    }
}
