using System.CommandLine;
using Gristmill.Client.Input;
using Gristmill.Core;
using Gristmill.Hosting.Settings;

namespace Gristmill.Client.Commands;

/// <summary>Options by name.</summary>
internal static class ConfigNames
{
    public static Argument<string> Argument() => new("NAME")
    {
        Description = "The option, or Plugins:PLUGIN:KEY.",
        CompletionSources = { _ =>
            KnownOption.All.Select(option => new System.CommandLine.Completions.CompletionItem(option.Name)) },
    };

    /// <summary>The name as it is written.</summary>
    /// <exception cref="UsageException">There is no such option.</exception>
    public static string Known(string typed)
    {
        if (KnownOption.Find(typed) is { } option)
            return option.Name;
        return typed.Split(':') is [var section, .. { Length: > 0 } parts]
            && section.Equals(SiloSettings.Plugins, StringComparison.OrdinalIgnoreCase) && !parts.Contains("")
            ? $"{SiloSettings.Plugins}:{string.Join(':', parts)}"
            : throw new UsageException($"{typed}: {KnownOption.Unknown(typed)}");
    }

    /// <summary>A value as it goes into the file.</summary>
    public static string ToJson(string name, string typed) => KnownOption.Find(name) switch
    {
        null => JobArguments.ToJson(typed),
        { IsList: true } when !typed.StartsWith('[') =>
            Setting.ToJson(typed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        { IsList: true } => JobArguments.ToJson(typed),
        { IsNumber: true } when double.TryParse(typed, System.Globalization.CultureInfo.InvariantCulture, out _) =>
            JobArguments.ToJson(typed),
        _ => Setting.ToJson(typed),
    };

    /// <summary>Tells what holds after a change.</summary>
    /// <returns>The exit code.</returns>
    public static int Tell(Session session, string name, SiloSettings settings)
    {
        var now = settings.All.Where(setting =>
            setting.Name == name || setting.Name.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase)).ToArray();
        ConfigCommand.Print(session, now);
        if (now is [{ Origin: > SettingsOrigin.Cluster } other, ..])
            session.Say($"{other.Place} counts more than {settings.ClusterFile}");
        session.Say("silos read it when they start");
        return ExitCodes.Success;
    }
}
