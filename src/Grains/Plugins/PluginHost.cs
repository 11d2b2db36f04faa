using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Gristmill.Grains.Plugins;

/// <summary>
/// The plugins of this silo. Loading never throws: what cannot be used is listed with the reason. Reading is free of locks, and
/// what was read stays valid while plugins change.
/// </summary>
/// <param name="services">Where the constructors of task classes find what they ask for.</param>
internal sealed class PluginHost(IServiceProvider services) : IDisposable
{
    private readonly Lock _changing = new();
    private long _stamp;
    private readonly PluginLoader _loader = new(services);
    private volatile Catalogue _catalogue = Catalogue.Empty;

    /// <summary>Grows whenever the plugins change.</summary>
    public long Stamp => Volatile.Read(ref _stamp);

    /// <summary>All plugins that were found, by name.</summary>
    public IReadOnlyList<PluginInfo> Plugins => _catalogue.Plugins;

    /// <summary>The tasks of all healthy plugins, by name.</summary>
    public IReadOnlyCollection<TaskDescriptor> Tasks => _catalogue.Descriptors;

    public bool TryGetTask(string name, [MaybeNullWhen(false)] out PluginTask task) => _catalogue.Tasks.TryGetValue(name, out task);

    /// <summary>Loads the newest version of every plugin in the folders, each of which holds <c>NAME/VERSION/</c>.</summary>
    public void Load(IEnumerable<string> roots) => Add(PluginFolder.FindNewest(roots).Select(_loader.Load));

    /// <summary>Takes an assembly that is loaded already as a plugin.</summary>
    public void Load(Assembly assembly) => Add([_loader.Load(assembly)]);

    public void Dispose()
    {
        lock (_changing)
        {
            var old = _catalogue;
            _catalogue = Catalogue.Empty;
            foreach (var plugin in old.Loaded)
                plugin.Context?.Unload();
        }
    }

    private void Add(IEnumerable<LoadedPlugin> plugins)
    {
        lock (_changing)
        {
            _catalogue = plugins.Aggregate(_catalogue, (catalogue, plugin) => catalogue.With(plugin));
            _stamp++;
        }
    }

    private sealed record Catalogue(IReadOnlyList<LoadedPlugin> Loaded, FrozenDictionary<string, PluginTask> Tasks)
    {
        public static readonly Catalogue Empty = new([], FrozenDictionary<string, PluginTask>.Empty);

        public IReadOnlyList<PluginInfo> Plugins { get; } =
            [.. Loaded.Select(plugin => plugin.Info).OrderBy(info => info.Name, StringComparer.Ordinal)];

        public IReadOnlyCollection<TaskDescriptor> Descriptors { get; } =
            [.. Tasks.Values.Select(task => task.Descriptor).OrderBy(task => task.Name, StringComparer.Ordinal)];

        public Catalogue With(LoadedPlugin plugin)
        {
            if (Loaded.FirstOrDefault(other => other.Info.Name == plugin.Info.Name && other.Info.Healthy) is { Info: var same })
                plugin = plugin.Refuse($"version {same.Version} of it is loaded already, from {same.Folder}");
            else if (plugin.Tasks.FirstOrDefault(task => Tasks.ContainsKey(task.Descriptor.Name)) is { Descriptor.Name: var name })
                plugin = plugin.Refuse($"its task '{name}' is offered by plugin '{Tasks[name].Descriptor.Plugin}' already");
            return new([.. Loaded, plugin], Tasks.Values.Concat(plugin.Tasks).ToFrozenDictionary(task => task.Descriptor.Name));
        }
    }
}
