using System.CommandLine;
using Gristmill.Hosting.Settings;

namespace Gristmill.Client.Commands;

/// <summary>Lets an option be as it is by default.</summary>
internal sealed class ConfigRemoveCommand : Verb
{
    private readonly Argument<string> _name = ConfigNames.Argument();

    public ConfigRemoveCommand()
        : base("rm", "Removes an option, or a plugin's section, from the appsettings.json of the data folder.") => Add(_name);

    public override Task<int> RunAsync(Session session)
    {
        // Also what no silo knows: that is how it gets out of the file.
        var typed = session.Typed.GetRequiredValue(_name);
        var name = KnownOption.Find(typed)?.Name ?? typed;
        return Task.FromResult(ConfigNames.Tell(session, name, new SettingsChange(session.SettingsPlaces).Remove(name)));
    }
}
