using System.CommandLine;
using Gristmill.Client.Output;
using Gristmill.Silo.Settings;

namespace Gristmill.Client.Commands;

/// <summary>
/// Shows what a silo that is started here would run by; its own commands change and check it. Needs no silo: settings are in files and in the
/// environment.
/// </summary>
internal sealed class ConfigCommand : Verb
{
    public ConfigCommand() : base("config", "Lists the options of silos: each value, and where it comes from. Also gets, sets, removes and checks them.")
    {
        Add(new ConfigListCommand());
        Add(new ConfigGetCommand());
        Add(new ConfigSetCommand());
        Add(new ConfigRemoveCommand());
        Add(new ConfigCheckCommand());
        SetAction(_ => ExitCodes.Success); // So that it can be typed alone.
    }

    public override Task<int> RunAsync(Session session) => Task.FromResult(Print(session, new SiloSettings(session.SettingsPlaces).All));

    public static int Print(Session session, IEnumerable<Setting> settings)
    {
        var sheet = new Sheet("option", Column.Elastic("value"), "from");
        foreach (var setting in settings)
            if (session.Json)
                session.Out.Raw(Json.Line(View(setting)));
            else
                sheet.Add(new(setting.Name, Tone.Strong), setting.Text, new(setting.Place ?? "default", setting.Place is null ? Tone.Dim : Tone.Plain));
        if (!session.Json)
            session.Out.Print(sheet);
        return ExitCodes.Success;
    }

    public static SettingView View(Setting setting) => new(setting.Name, setting.Json, setting.Origin.ToString().ToLowerInvariant(), setting.Place);
}

/// <summary>Shows all options.</summary>
internal sealed class ConfigListCommand() : Verb("list", "Lists all options of silos, and what is set for plugins.")
{
    public override Task<int> RunAsync(Session session) => Task.FromResult(ConfigCommand.Print(session, new SiloSettings(session.SettingsPlaces).All));
}

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
            return settings.Where(setting => setting.Name.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase)).ToArray() is { Length: > 0 } section
                ? Task.FromResult(ConfigCommand.Print(session, section))
                : throw new UsageException($"{name} is not set");
        session.Out.Raw(session.Json ? Json.Line(ConfigCommand.View(setting)) : setting.Text);
        return Task.FromResult(ExitCodes.Success);
    }
}

/// <summary>Tells all that is wrong.</summary>
internal sealed class ConfigCheckCommand() : Verb("check", "Tells everything that is wrong with the options of silos and the settings of plugins, which it loads.")
{
    public override Task<int> RunAsync(Session session)
    {
        var settings = new SiloSettings(session.SettingsPlaces);
        var faults = settings.Faults.Concat(PluginRules.Faults(settings.Options)).Select(fault => $"{fault}").ToArray();
        if (faults.Length > 0)
            throw new UsageException(faults);
        session.Say("nothing is wrong");
        return Task.FromResult(ExitCodes.Success);
    }
}
