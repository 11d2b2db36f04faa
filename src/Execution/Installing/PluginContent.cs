using Gristmill.Execution.Discovery;
using Gristmill.Execution.Loading;

namespace Gristmill.Execution.Installing;

/// <summary>
/// What is in a folder that is to become an installed plugin, as far as it can be told without running any of it.
/// </summary>
/// <param name="Name">The plugin's name, by its entry point.</param>
/// <param name="Version">Its version, by its assembly.</param>
public sealed record PluginContent(string Name, string Version)
{
    private const string VersionRule = "1 to 64 letters, digits, '.' and '-', and begins with a digit";

    /// <summary>Finds the entry point and checks that silos of this machine can load it.</summary>
    /// <exception cref="PluginRefusedException">They cannot; says all that is wrong.</exception>
    public static PluginContent Verify(string folder)
    {
        var faults = new PluginFaults();
        var content = Verify(folder, faults);
        faults.ThrowIfAny();
        return content!;
    }

    /// <summary>The same, and notes what is wrong; null if there is no entry point to look at.</summary>
    public static PluginContent? Verify(string folder, PluginFaults faults)
    {
        if (faults.Try(() => FindEntryPoint(folder)) is not { } file)
            return null;
        var (name, version) = (file.EntryPoint!, file.Version);
        var isNamed = Names.IsPluginName(name) && name[0] != '.';
        if (!isNamed)
            faults.Add($"it calls itself '{name}'; a name is {Names.PluginRule}, and does not begin with a dot");
        if (version.Length > 64 || !char.IsAsciiDigit(version[0])
            || !version.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'))
            faults.Add($"its version is '{version}'; one is {VersionRule}");

        var plugin = new PluginFolder(name, version, folder);
        if (isNamed && faults.Try(plugin.FindMainAssembly) is { } main && main != file.Path)
            faults.Add(
                $"its entry point is in {Path.GetFileName(file.Path)}, but {Path.GetFileName(main)} would be loaded; name the first {name}.dll");
        // Nothing is loaded into it, so that it need not stay.
        using var context = faults.Try(() => new PluginLoadContext(plugin, file with { Unloadable = true }));
        if (context is not null)
            file.Check(context, faults);
        return new PluginContent(name, version);
    }

    // The assembly that a build left its .deps.json beside, else the only one that has an entry point.
    private static PluginFile FindEntryPoint(string folder)
    {
        var built = Directory.GetFiles(folder, "*.deps.json").Select(file => file[..^".deps.json".Length] + ".dll")
            .Where(File.Exists).ToArray();
        if (built is [var main])
            return PluginFile.Read(main) is { EntryPoint: not null } file ? file : throw NoEntryPoint(Path.GetFileName(main));
        PluginFile[] found =
            [.. Directory.GetFiles(folder, "*.dll").Select(TryRead).OfType<PluginFile>()
            .Where(file => file.EntryPoint is not null)];
        return found switch
        {
            [var only] => only,
            [] => throw NoEntryPoint("no assembly in it"),
            _ => throw new PluginRefusedException($"{string.Join(" and ", found.Select(file => Path.GetFileName(file.Path)))} each have an entry point; a plugin has one"),
        };
    }

    private static PluginRefusedException NoEntryPoint(string where) =>
        new($"{where}{(where.EndsWith(".dll", StringComparison.Ordinal) ? " has no" : " has an")} entry point: [assembly: WorkerPlugin(name, typeof(…))]");

    private static PluginFile? TryRead(string path)
    {
        try
        {
            return PluginFile.Read(path);
        }
        catch (PluginRefusedException)
        {
            return null; // A native library, say.
        }
    }
}
