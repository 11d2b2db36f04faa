namespace Gristmill.Grains.Plugins;

/// <summary>One version of a plugin on disk: <c>ROOT/NAME/VERSION/</c>.</summary>
internal sealed record PluginFolder(string Name, string Version, string Path)
{
    /// <summary>
    /// The newest version of every plugin in the roots, by name. Of equal versions the earlier root's wins. Names that begin with
    /// a dot are passed over: what is being installed waits there. A root that does not exist holds nothing.
    /// </summary>
    public static IReadOnlyList<PluginFolder> FindNewest(IEnumerable<string> roots) =>
        [.. roots.SelectMany(Children)
            .SelectMany(plugin => Children(plugin).Select(
                version => new PluginFolder(System.IO.Path.GetFileName(plugin), System.IO.Path.GetFileName(version), version)))
            .GroupBy(folder => folder.Name, StringComparer.Ordinal)
            .Select(versions => versions.MaxBy(folder => folder.Version, PluginVersion.Order)!)
            .OrderBy(folder => folder.Name, StringComparer.Ordinal)];

    private static IEnumerable<string> Children(string folder)
    {
        var path = System.IO.Path.GetFullPath(folder);
        return Directory.Exists(path)
            ? Directory.EnumerateDirectories(path).Where(child => !System.IO.Path.GetFileName(child).StartsWith('.'))
            : [];
    }

    /// <summary>The assembly to start from: <c>NAME.dll</c>, else the one that the only <c>.deps.json</c> belongs to.</summary>
    public string FindMainAssembly()
    {
        var named = System.IO.Path.Combine(Path, Name + ".dll");
        if (File.Exists(named))
            return named;
        const string Suffix = ".deps.json";
        if (Directory.GetFiles(Path, "*" + Suffix) is [var only] && only[..^Suffix.Length] + ".dll" is var main && File.Exists(main))
            return main;
        throw new PluginRefusedException($"its folder holds neither {Name}.dll nor one assembly with a .deps.json");
    }
}
