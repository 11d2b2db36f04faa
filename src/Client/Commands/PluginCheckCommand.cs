using System.CommandLine;
using Gristmill.Client.Output;
using Gristmill.Core;
using Gristmill.Execution.Installing;
using Gristmill.Grains;
using Gristmill.Hosting.Settings;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>Tells all that is wrong with a plugin before it is installed.</summary>
internal sealed class PluginCheckCommand : Verb
{
    private readonly Argument<string> _source = PluginArgument.Source();

    public PluginCheckCommand() : base(
        "check", "Loads a plugin as a silo would, without one, and shows its tasks, or everything that is wrong with it.")
    {
        Add(_source);
        Examples = ["plugins check bin/Release/net10.0/publish", "plugins check gwexample.1.2.0.nupkg"];
    }

    public override Task<int> RunAsync(Session session)
    {
        var source = Path.TrimEndingDirectorySeparator(Path.GetFullPath(session.Typed.GetRequiredValue(_source)));
        if (!File.Exists(source) && !Directory.Exists(source))
            throw new UsageException($"there is no file or folder '{source}'");
        var options = new SiloSettings(session.SettingsPlaces).Options;
        var (info, faults) = PluginCheck.Run(source, options.PluginSettings, options.PluginLoadLimit);
        if (info is null)
            throw new UsageException([.. faults.Select(fault => $"'{Path.GetFileName(source)}': {fault}")]);
        var view = new PluginView(
            info.Name, info.Version, info.State.ToString(), null, [], info.Tasks, source, info.SiloChanges ?? []);
        if (session.Json)
            session.Out.Raw(JsonViews.Line(view));
        else
            session.Out.Print(view.Fields());
        return Task.FromResult(ExitCodes.Success);
    }
}
