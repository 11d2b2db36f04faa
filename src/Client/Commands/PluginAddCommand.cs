using System.CommandLine;
using Gristmill.Core;
using Gristmill.Execution.Discovery;

namespace Gristmill.Client.Commands;

/// <summary>Installs a plugin.</summary>
internal sealed class PluginAddCommand : Verb
{
    private readonly Argument<string> _source = PluginArgument.Source();

    public PluginAddCommand()
        : base("add",
            "Installs a plugin for all silos of the data folder, and has them use this version. Running silos load it at once.")
    {
        Add(_source);
        Examples = ["plugins add gwexample.1.2.0.nupkg", "plugins add bin/Release/net10.0/publish"];
    }

    public override async Task<int> RunAsync(Session session)
    {
        var source = Path.TrimEndingDirectorySeparator(Path.GetFullPath(session.Typed.GetRequiredValue(_source)));
        if (!File.Exists(source) && !Directory.Exists(source))
            throw new UsageException($"there is no file or folder '{source}'");
        var cluster = await PluginCluster.ReachAsync(session);
        PluginFolder added;
        try
        {
            added = await session.Error.BusyAsync($"installing {Path.GetFileName(source)}", () =>
                cluster.Installed.AddAsync(source));
        }
        catch (Exception e) when (e is PluginRefusedException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{Path.GetFileName(source)}' was not installed: {e.Message}");
        }
        return await cluster.FollowAsync(added.Name, versions => versions.Any(plugin => plugin.Version == added.Version));
    }
}
