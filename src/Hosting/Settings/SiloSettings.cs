using Gristmill.Grains;
using Microsoft.Extensions.Configuration;

namespace Gristmill.Hosting.Settings;

/// <summary>
/// What a silo is told: appsettings.json in the cluster's data folder, then that in its working folder, then <c>GRISTMILL__*</c>
/// variables, then flags. What comes later counts.
/// </summary>
public sealed class SiloSettings
{
    /// <summary>The section of the plugins' own.</summary>
    public const string Plugins = "Plugins";

    /// <summary>The name of the files.</summary>
    public const string FileName = "appsettings.json";

    // What the web host reads for itself in the working folder's file.
    private static readonly string[] OfTheHost = ["Logging", "AllowedHosts", "Kestrel"];

    private readonly List<SettingsLayer> _layers = [];
    private readonly List<SettingFault> _faults = [];
    private readonly ConfigurationRoot _root;

    /// <summary>Reads them all.</summary>
    /// <param name="places">Where.</param>
    /// <param name="clusterFile">What the cluster's file will hold, instead of what it does.</param>
    public SiloSettings(SettingsPlaces places, byte[]? clusterFile = null)
    {
        var folderFile = Path.Combine(places.WorkingFolder, FileName);
        Add(() => SettingsLayer.OfFile(SettingsOrigin.Folder, folderFile));
        Add(() => SettingsLayer.OfVariables(places.Variables));
        Add(() => SettingsLayer.OfFlags(places.Flags));
        var data = Newest(nameof(SiloOptions.Data))?.Values.TryGet(nameof(SiloOptions.Data), out var named) is true ? named
            : null;
        ClusterFile =
            Path.Combine(Path.GetFullPath(string.IsNullOrWhiteSpace(data) ? DataFolder.Default : data, places.WorkingFolder),
            FileName);
        if (ClusterFile == folderFile)
        {
            _layers.RemoveAll(layer => layer.Origin is SettingsOrigin.Folder);
            _faults.Clear();
        }
        Add(() => SettingsLayer.OfFile(SettingsOrigin.Cluster, ClusterFile, clusterFile), first: true);
        _root = new ConfigurationRoot([.. _layers.Select(layer => layer.Values)]);
        Options = Bind();
    }

    /// <summary>The file that all silos of the cluster read, and that commands change.</summary>
    public string ClusterFile { get; }

    /// <summary>What a silo runs by; what is wrong is as if it were not set.</summary>
    public SiloOptions Options { get; }

    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<SettingFault> Faults => _faults;

    /// <summary>All options, then all that is set for plugins.</summary>
    public IEnumerable<Setting> All => KnownOption.All.Select(Of).Concat(
        _root.GetSection(Plugins).AsEnumerable().Where(leaf => leaf.Value is not null).OrderBy(leaf => leaf.Key, StringComparer.OrdinalIgnoreCase).Select(leaf => OfPlugin(leaf.Key)));

    /// <summary>The layer whose word counts for a name; null if none says anything.</summary>
    public SettingsLayer? Newest(string key) => _layers.FindLast(layer => layer.Has(key));

    private Setting Of(KnownOption option)
    {
        var layer = Newest(option.Name);
        return new(option.Name, option.Get(Options), layer?.Origin ?? SettingsOrigin.Default, layer?.NameOf(option.Name));
    }

    private Setting OfPlugin(string key)
    {
        var layer = Newest(key)!;
        return new(key, _root[key], layer.Origin, layer.NameOf(key));
    }

    private void Add(Func<SettingsLayer> read, bool first = false)
    {
        try
        {
            _layers.Insert(first ? 0 : _layers.Count, read());
        }
        catch (InvalidDataException e)
        {
            _faults.Add(new(FileName, e.Message, null));
        }
    }

    private SiloOptions Bind()
    {
        var options = new SiloOptions { PluginSettings = _root.GetSection(Plugins) };
        foreach (var given in _root.GetChildren())
            if (KnownOption.Find(given.Key) is { } option)
                Fill(options, option, Newest(option.Name)!.Section(option.Name));
            else if (!given.Key.Equals(Plugins, StringComparison.OrdinalIgnoreCase)
                && !OfTheHost.Contains(given.Key, StringComparer.OrdinalIgnoreCase))
                Fault(given.Key, KnownOption.Unknown(given.Key));
        foreach (var name in KnownOption.OfOneSilo.Where(name =>
            _layers.Exists(layer => layer.Origin is SettingsOrigin.Cluster && layer.Has(name))))
            _faults.Add(new(name, KnownOption.NotForAll, ClusterFile));
        foreach (var (name, rule) in OptionRules.Faults(options))
            if (!_faults.Exists(fault => fault.Name == name))
                Fault(name, rule);
        return options;
    }

    private void Fill(SiloOptions options, KnownOption option, IConfigurationSection given)
    {
        try
        {
            option.Set(options, given);
        }
        catch (FormatException e)
        {
            Fault(option.Name, e.Message);
        }
    }

    private void Fault(string name, string rule) => _faults.Add(new(name, rule, Newest(name)?.NameOf(name)));
}
