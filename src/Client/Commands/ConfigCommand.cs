using Gristmill.Client.Output;
using Gristmill.Hosting.Settings;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>
/// Shows what a silo that is started here would run by; its own commands change and check it. Needs no silo: settings are in
/// files and in the environment.
/// </summary>
internal sealed class ConfigCommand : Verb
{
    public ConfigCommand()
        : base("config",
            "Lists the options of silos: each value, and where it comes from. Also gets, sets, removes and checks them.")
    {
        Add(new ConfigListCommand());
        Add(new ConfigGetCommand());
        Add(new ConfigSetCommand());
        Add(new ConfigRemoveCommand());
        Add(new ConfigCheckCommand());
        SetAction(_ => ExitCodes.Success); // So that it can be typed alone.
    }

    public override Task<int> RunAsync(Session session) =>
        Task.FromResult(Print(session, new SiloSettings(session.SettingsPlaces).All));

    public static int Print(Session session, IEnumerable<Setting> settings)
    {
        var sheet = new Sheet("option", Column.Elastic("value"), "from");
        foreach (var setting in settings)
            if (session.Json)
                session.Out.Raw(JsonViews.Line(View(setting)));
            else
                sheet.Add(new(setting.Name, Tone.Strong), setting.Text,
                    new(setting.Place ?? "default", setting.Place is null ? Tone.Dim : Tone.Plain));
        if (!session.Json)
            session.Out.Print(sheet);
        return ExitCodes.Success;
    }

    public static SettingView View(Setting setting) =>
        new(setting.Name, setting.Json, setting.Origin.ToString().ToLowerInvariant(), setting.Place);
}
