namespace Gristmill.Execution.Discovery;

/// <summary>One version of a plugin on disk: <c>ROOT/NAME/VERSION/</c>. Equal as long as its files are the same.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Path">The folder.</param>
/// <param name="Installed">Whether it is in the cluster's own folder, from which it can be removed.</param>
/// <param name="Stamp">Changes with the names, lengths and times of its files.</param>
public sealed record PluginFolder(string Name, string Version, string Path, bool Installed = false, long Stamp = 0)
{
    /// <summary>The assembly to start from: <c>NAME.dll</c>, else the one that the only <c>.deps.json</c> belongs to.</summary>
    public string FindMainAssembly()
    {
        var named = System.IO.Path.Combine(Path, Name + ".dll");
        if (File.Exists(named))
            return named;
        const string Suffix = ".deps.json";
        if (Directory.GetFiles(Path, "*" + Suffix) is [var only] && only[..^Suffix.Length] + ".dll" is var main
            && File.Exists(main))
            return main;
        throw new PluginRefusedException($"its folder holds neither {Name}.dll nor one assembly with a .deps.json");
    }

    public static long StampOf(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
                .Sum(file => (long)HashCode.Combine(file.FullName, file.Length, file.LastWriteTimeUtc));
        }
        catch (IOException)
        {
            return 0; // It is changing; its next change is told.
        }
    }
}
