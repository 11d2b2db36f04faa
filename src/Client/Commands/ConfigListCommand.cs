using Gristmill.Hosting.Settings;

namespace Gristmill.Client.Commands;

/// <summary>Shows all options.</summary>
internal sealed class ConfigListCommand() : Verb("list", "Lists all options of silos, and what is set for plugins.")
{
    public override Task<int> RunAsync(Session session) =>
        Task.FromResult(ConfigCommand.Print(session, new SiloSettings(session.SettingsPlaces).All));
}
