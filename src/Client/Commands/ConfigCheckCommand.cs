using Gristmill.Core;
using Gristmill.Hosting.Settings;

namespace Gristmill.Client.Commands;

/// <summary>Tells all that is wrong.</summary>
internal sealed class ConfigCheckCommand()
    : Verb("check", "Tells everything that is wrong with the options of silos and the settings of plugins, which it loads.")
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
