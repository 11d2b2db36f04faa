namespace Gristmill.Execution.Discovery;

/// <summary>The versions of one plugin that are on disk.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Choice">What was ordered of it.</param>
/// <param name="Versions">Its versions, newest first; one at least.</param>
public sealed record PluginVersions(string Name, PluginPin Choice, IReadOnlyList<PluginFolder> Versions)
{
    /// <summary>
    /// The versions of which the first that works is used: the chosen one, else the newest, and those that are older.
    /// </summary>
    public IEnumerable<PluginFolder> Tried =>
        Versions.Skip(Math.Max(0, Versions.ToList().FindIndex(folder => folder.Version == Choice.Version)));

    /// <summary>
    /// Of two plugins that offer the same task, the one that comes first here has it: those that come with the program, then
    /// those that were installed before others.
    /// </summary>
    public (bool Installed, DateTime Since) Seniority => (
        Versions.All(folder => folder.Installed), Versions.Min(folder => Directory.GetCreationTimeUtc(Path.GetDirectoryName(folder.Path)!)));

    /// <summary>
    /// All plugins in the roots, by name. Of equal versions the earlier root's counts. Names that begin with a dot are passed
    /// over: what is being installed waits there. A root that does not exist holds nothing.
    /// </summary>
    /// <param name="cluster">
    /// The folder of the cluster's plugins, whose orders hold for plugins in the others too; null for none.
    /// </param>
    /// <param name="others">Further folders.</param>
    public static IReadOnlyList<PluginVersions> Find(string? cluster, IEnumerable<string> others) =>
        [.. others.Select(root => (Root: root, Installed: false)).Prepend((Root: cluster ?? "", Installed: true))
            .Where(place => place.Root.Length > 0)
            .SelectMany(place => Children(place.Root).SelectMany(plugin => VersionsIn(plugin, place.Installed)))
            .GroupBy(folder => folder.Name, StringComparer.Ordinal)
            .OrderBy(versions => versions.Key, StringComparer.Ordinal)
            .Select(versions => Of(cluster, versions.Key, versions.DistinctBy(folder => folder.Version)))];

    private static PluginVersions Of(string? cluster, string name, IEnumerable<PluginFolder> versions)
    {
        var choice = cluster is null ? PluginPin.None : PluginPin.Read(Path.Combine(cluster, name));
        return new(name, choice, [.. versions.OrderByDescending(folder => folder.Version, PluginVersion.Order)]);
    }

    private static IEnumerable<PluginFolder> VersionsIn(string plugin, bool installed) =>
        from version in Children(plugin)
        select new PluginFolder(Path.GetFileName(plugin), Path.GetFileName(version), version, installed,
            PluginFolder.StampOf(version));

    private static IEnumerable<string> Children(string folder)
    {
        var path = Path.GetFullPath(folder);
        try
        {
            return Directory.Exists(path)
                ? [.. Directory.EnumerateDirectories(path).Where(child => !Path.GetFileName(child).StartsWith('.'))] : [];
        }
        catch (DirectoryNotFoundException)
        {
            return []; // It has gone meanwhile.
        }
    }
}
