using Gristmill.Client.Output;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>Lists the plugins.</summary>
internal sealed class PluginListCommand() : Verb("list", "Lists the plugins: those on disk, and what live silos say of them.")
{
    public override Task<int> RunAsync(Session session) => ListAsync(session);

    public static async Task<int> ListAsync(Session session)
    {
        var cluster = await PluginCluster.ReachAsync(session);
        var plugins = await cluster.ViewsAsync();
        if (session.Json)
            foreach (var plugin in plugins)
                session.Out.Raw(JsonViews.Line(plugin));
        else
            session.Print(PluginSheets.List(plugins), ifEmpty: "no plugin is installed");
        return ExitCodes.Success;
    }
}
