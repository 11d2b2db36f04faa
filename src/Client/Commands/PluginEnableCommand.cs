using System.CommandLine;
using Gristmill.Execution.Discovery;

namespace Gristmill.Client.Commands;

/// <summary>Has silos load a plugin again, or use one version of it.</summary>
internal sealed class PluginEnableCommand : Verb
{
    private readonly Argument<string> _name = PluginArgument.Name();
    private readonly Argument<string?> _version =
        PluginArgument.Version("The version to use from now on, until a newer one is added; the one used before unless given.");

    public PluginEnableCommand() : base("enable", "Has silos load a plugin that was disabled, or use another version of it.")
    {
        Add(_name);
        Add(_version);
        Examples = ["plugins enable gwexample", "plugins enable gwexample 1.1.0"];
    }

    public override async Task<int> RunAsync(Session session)
    {
        var cluster = await PluginCluster.ReachAsync(session);
        var used = await cluster.Installed.EnableAsync(session.Typed.GetRequiredValue(_name), session.Typed.GetValue(_version));
        return await cluster.FollowAsync(used.Name, versions =>
            versions.Any(plugin => plugin.Version == used.Version && plugin.State is not PluginState.Disabled) && versions.All(plugin => plugin.Version == used.Version || plugin.State is PluginState.Working));
    }
}
