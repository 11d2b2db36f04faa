using Gristmill.Execution.Discovery;
using Gristmill.Execution.Loading;
using Gristmill.Execution.Runs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Execution.Installing;

/// <summary>Loads a plugin that is not installed, as a silo would, and runs none of its tasks.</summary>
public static class PluginCheck
{
    /// <param name="source">A package, or a folder with what a build left.</param>
    /// <param name="settings">What operators have set for plugins, a section each; null for nothing.</param>
    /// <param name="loadLimit">How long loading it may take.</param>
    /// <returns>What a silo would tell of it, or null and all that is wrong with it.</returns>
    public static (PluginInfo? Info, IReadOnlyList<string> Faults) Run(string source, IConfiguration? settings,
        TimeSpan loadLimit)
    {
        var faults = new PluginFaults();
        var extracted = Directory.Exists(source) ? null : Directory.CreateTempSubdirectory("gristmill-check-");
        try
        {
            if (extracted is not null)
                PluginPackage.Extract(source, new PluginFiles(extracted.FullName));
            var info = Load(extracted?.FullName ?? source, settings, loadLimit, faults);
            return (faults.Found.Count > 0 ? null : info, faults.Found);
        }
        catch (PluginRefusedException e)
        {
            return (null, e.Faults);
        }
        finally
        {
            TryDelete(extracted);
        }
    }

    private static PluginInfo? Load(string folder, IConfiguration? settings, TimeSpan loadLimit, PluginFaults faults)
    {
        if (PluginContent.Verify(folder, faults) is not { } content)
            return null;
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var loader = new PluginLoader(new TaskServices(services), settings);
        var load = new TimedLoad(loader, new PluginFolder(content.Name, content.Version, folder), late: (_, _) => { });
        var plugin = load.End(loadLimit);
        foreach (var fault in plugin.Faults)
            faults.Add(fault);
        plugin.Uses.Retire();
        return plugin.Info;
    }

    private static void TryDelete(DirectoryInfo? folder)
    {
        try
        {
            folder?.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Windows keeps what was loaded for as long as the process lives.
        }
    }
}
