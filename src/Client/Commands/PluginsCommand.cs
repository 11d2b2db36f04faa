using System.CommandLine;
using Gristmill.Client.Output;

namespace Gristmill.Client.Commands;

/// <summary>Shows the plugins; its own commands check, pack, install, remove, enable and disable one.</summary>
internal sealed class PluginsCommand : Verb
{
    public PluginsCommand() : base(
        "plugins",
        "Lists the plugins of the cluster and what silos say of them. Also checks, packs, installs, removes, enables and disables one.")
    {
        Add(new PluginListCommand());
        Add(new PluginShowCommand());
        Add(new PluginAddCommand());
        Add(new PluginRemoveCommand());
        Add(new PluginEnableCommand());
        Add(new PluginDisableCommand());
        Add(new PluginPackCommand());
        Add(new PluginCheckCommand());
        SetAction(_ => ExitCodes.Success); // So that it can be typed alone.
    }

    public override Task<int> RunAsync(Session session) => PluginListCommand.ListAsync(session);
}

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
                session.Out.Raw(Json.Line(plugin));
        else
            session.Print(PluginSheets.List(plugins), ifEmpty: "no plugin is installed");
        return ExitCodes.Success;
    }
}

/// <summary>Shows one plugin in full.</summary>
internal sealed class PluginShowCommand : Verb
{
    private readonly Argument<string> _name = PluginArgument.Name();

    public PluginShowCommand() : base("show", "Shows a plugin's versions: where they are, what tasks they have, and what silos say of them.") => Add(_name);

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

/// <summary>The arguments by which commands name plugins.</summary>
internal static class PluginArgument
{
    public static Argument<string> Source() => new("FILE|FOLDER")
    {
        Description = "A package, as `gristmill plugins pack` makes one, or a folder with what a build left.",
    };

    public static Argument<string> Name() => new("NAME") { Description = "The plugin's name." };

    public static Argument<string?> Version(string description) => new("VERSION") { Arity = ArgumentArity.ZeroOrOne, Description = description };
}
