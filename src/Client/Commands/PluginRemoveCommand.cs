using System.CommandLine;
using Gristmill.Execution.Discovery;

namespace Gristmill.Client.Commands;

/// <summary>Removes a plugin.</summary>
internal sealed class PluginRemoveCommand : Verb
{
    private readonly Argument<string> _name = PluginArgument.Name();
    private readonly Argument<string?> _version =
        PluginArgument.Version("The version to remove; all that are installed unless given.");

    public PluginRemoveCommand() : base(
        "remove", "Removes a plugin, or one version of it. Jobs that run on it go on to their end.")
    {
        Add(_name);
        Add(_version);
    }

    public override async Task<int> RunAsync(Session session)
    {
        var cluster = await PluginCluster.ReachAsync(session);
        var name = session.Typed.GetRequiredValue(_name);
        var removed = await cluster.Installed.RemoveAsync(name, session.Typed.GetValue(_version));
        var exit = await cluster.FollowAsync(name, versions =>
            !versions.Any(plugin => removed.Any(folder => folder.Path == plugin.Folder)));
        foreach (var folder in removed)
            session.Say($"{name} {folder.Version} is removed");
        return exit;
    }
}
