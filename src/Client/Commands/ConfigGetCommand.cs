using System.CommandLine;
using Gristmill.Core;
using Gristmill.Hosting.Settings;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>Shows one option.</summary>
internal sealed class ConfigGetCommand : Verb
{
    private readonly Argument<string> _name = ConfigNames.Argument();

    public ConfigGetCommand() : base("get", "Prints the value of an option, alone. Of a plugin's section, each setting in it.")
    {
        Add(_name);
        Examples = ["config get Concurrency", "config get Plugins:gristmill"];
    }

    public override Task<int> RunAsync(Session session)
    {
        var name = ConfigNames.Known(session.Typed.GetRequiredValue(_name));
        var settings = new SiloSettings(session.SettingsPlaces).All.ToArray();
        if (Array.Find(settings, setting => setting.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } setting)
            return settings.Where(setting => setting.Name.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))
                .ToArray() is { Length: > 0 } section
                ? Task.FromResult(ConfigCommand.Print(session, section))
                : throw new UsageException($"{name} is not set");
        session.Out.Raw(session.Json ? JsonViews.Line(ConfigCommand.View(setting)) : setting.Text);
        return Task.FromResult(ExitCodes.Success);
    }
}
