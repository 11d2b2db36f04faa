using System.CommandLine;

namespace Gristmill.Client.Commands;

/// <summary>Shows one plugin in full.</summary>
internal sealed class PluginShowCommand : Verb
{
    private readonly Argument<string> _name = PluginArgument.Name();

    public PluginShowCommand()
        : base("show", "Shows a plugin's versions: where they are, what tasks they have, and what silos say of them.") =>
        Add(_name);

    public override async Task<int> RunAsync(Session session)
    {
        var cluster = await PluginCluster.ReachAsync(session);
        var name = session.Typed.GetRequiredValue(_name);
        PluginView[] plugins = [.. (await cluster.ViewsAsync()).Where(plugin => plugin.Name == name)];
        if (plugins.Length == 0)
            cluster.Installed.Find(name); // Says what there is.
        cluster.Print(plugins, isFull: true);
        return ExitCodes.Success;
    }
}
