using System.CommandLine;
using Gristmill.Hosting.Settings;

namespace Gristmill.Client.Commands;

/// <summary>Sets an option of all silos of a cluster.</summary>
internal sealed class ConfigSetCommand : Verb
{
    private readonly Argument<string> _name = ConfigNames.Argument();

    private readonly Argument<string> _value = new("VALUE")
    {
        Description = "Its value: of lists separated by commas, or JSON; of plugins' settings JSON, or a text.",
    };

    public ConfigSetCommand()
        : base("set",
            "Sets an option in the appsettings.json of the data folder. A value that silos would refuse is not written.")
    {
        Add(_name);
        Add(_value);
        Examples = ["config set Concurrency 8", "config set KeepSucceeded 30d", "config set Queues default,reports",
            "config set Plugins:gristmill:Programs '[\"convert\"]'"];
    }

    public override Task<int> RunAsync(Session session)
    {
        var name = ConfigNames.Known(session.Typed.GetRequiredValue(_name));
        var json = ConfigNames.ToJson(name, session.Typed.GetRequiredValue(_value));
        return Task.FromResult(ConfigNames.Tell(session, name, new SettingsChange(session.SettingsPlaces).Set(name, json)));
    }
}
