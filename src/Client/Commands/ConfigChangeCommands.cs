using System.CommandLine;
using Gristmill.Client.Input;
using Gristmill.Silo.Settings;

namespace Gristmill.Client.Commands;

/// <summary>Sets an option of all silos of a cluster.</summary>
internal sealed class ConfigSetCommand : Verb
{
    private readonly Argument<string> _name = ConfigNames.Argument();

    private readonly Argument<string> _value = new("VALUE")
    {
        Description = "Its value: of lists separated by commas, or JSON; of plugins' settings JSON, or a text.",
    };

    public ConfigSetCommand() : base("set", "Sets an option in the appsettings.json of the data folder. A value that silos would refuse is not written.")
    {
        Add(_name);
        Add(_value);
        Examples = ["config set Concurrency 8", "config set KeepSucceeded 30d", "config set Queues default,reports", "config set Plugins:gristmill:Programs '[\"convert\"]'"];
    }

    public override Task<int> RunAsync(Session session)
    {
        var name = ConfigNames.Known(session.Typed.GetRequiredValue(_name));
        var json = ConfigNames.ToJson(name, session.Typed.GetRequiredValue(_value));
        return Task.FromResult(ConfigNames.Tell(session, name, new SettingsChange(session.SettingsPlaces).Set(name, json)));
    }
}

/// <summary>Lets an option be as it is by default.</summary>
internal sealed class ConfigRemoveCommand : Verb
{
    private readonly Argument<string> _name = ConfigNames.Argument();

    public ConfigRemoveCommand() : base("rm", "Removes an option, or a plugin's section, from the appsettings.json of the data folder.") => Add(_name);

    public override Task<int> RunAsync(Session session)
    {
        // Also what no silo knows: that is how it gets out of the file.
        var typed = session.Typed.GetRequiredValue(_name);
        var name = KnownOption.Find(typed)?.Name ?? typed;
        return Task.FromResult(ConfigNames.Tell(session, name, new SettingsChange(session.SettingsPlaces).Remove(name)));
    }
}

/// <summary>Options by name.</summary>
internal static class ConfigNames
{
    public static Argument<string> Argument() => new("NAME")
    {
        Description = "The option, or Plugins:PLUGIN:KEY.",
        CompletionSources = { _ => KnownOption.All.Select(option => new System.CommandLine.Completions.CompletionItem(option.Name)) },
    };

    /// <summary>The name as it is written.</summary>
    /// <exception cref="UsageException">There is no such option.</exception>
    public static string Known(string typed)
    {
        if (KnownOption.Find(typed) is { } option)
            return option.Name;
        return typed.Split(':') is [var section, .. { Length: > 0 } parts] && section.Equals(SiloSettings.Plugins, StringComparison.OrdinalIgnoreCase) && !parts.Contains("")
            ? $"{SiloSettings.Plugins}:{string.Join(':', parts)}"
            : throw new UsageException($"{typed}: {KnownOption.Unknown(typed)}");
    }

    /// <summary>A value as it goes into the file.</summary>
    public static string ToJson(string name, string typed) => KnownOption.Find(name) switch
    {
        null => JobArguments.ToJson(typed),
        { IsList: true } when !typed.StartsWith('[') => Setting.ToJson(typed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        { IsList: true } => JobArguments.ToJson(typed),
        { IsNumber: true } when double.TryParse(typed, System.Globalization.CultureInfo.InvariantCulture, out _) => JobArguments.ToJson(typed),
        _ => Setting.ToJson(typed),
    };

    /// <summary>Tells what holds after a change.</summary>
    /// <returns>The exit code.</returns>
    public static int Tell(Session session, string name, SiloSettings settings)
    {
        var now = settings.All.Where(setting => setting.Name == name || setting.Name.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase)).ToArray();
        ConfigCommand.Print(session, now);
        if (now is [{ Origin: > SettingsOrigin.Cluster } other, ..])
            session.Say($"{other.Place} counts more than {settings.ClusterFile}");
        session.Say("silos read it when they start");
        return ExitCodes.Success;
    }
}
