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
