using System.CommandLine;

namespace Gristmill.Client.Commands;

/// <summary>Has silos leave a plugin out.</summary>
internal sealed class PluginDisableCommand : Verb
{
    private readonly Argument<string> _name = PluginArgument.Name();

    public PluginDisableCommand()
        : base("disable", "Has silos leave a plugin out until it is enabled. Jobs that run on it end, others wait.") =>
        Add(_name);

    public override async Task<int> RunAsync(Session session)
    {
        var cluster = await PluginCluster.ReachAsync(session);
        var name = session.Typed.GetRequiredValue(_name);
        await cluster.Installed.DisableAsync(name);
        return await cluster.FollowAsync(name, versions => versions.All(plugin => plugin.State is PluginState.Disabled));
    }
}
