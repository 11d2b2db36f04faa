using System.CommandLine;
using Gristmill.Client.Input;
using Gristmill.Grains.Plugins;

namespace Gristmill.Client.Commands;

/// <summary>Installs a plugin.</summary>
internal sealed class PluginAddCommand : Verb
{
    private readonly Argument<string> _source = PluginArgument.Source();

    public PluginAddCommand() : base("add", "Installs a plugin for all silos of the data folder, and has them use this version. Running silos load it at once.")
    {
        Add(_source);
        Examples = ["plugins add gwexample.1.2.0.nupkg", "plugins add bin/Release/net10.0/publish"];
    }

    public override async Task<int> RunAsync(Session session)
    {
        var source = Path.TrimEndingDirectorySeparator(Path.GetFullPath(session.Typed.GetRequiredValue(_source)));
        if (!File.Exists(source) && !Directory.Exists(source))
            throw new UsageException($"there is no file or folder '{source}'");
        var cluster = await PluginCluster.ReachAsync(session);
        PluginFolder added;
        try
        {
            added = await session.Error.BusyAsync($"installing {Path.GetFileName(source)}", () => cluster.Installed.AddAsync(source));
        }
        catch (Exception e) when (e is PluginRefusedException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{Path.GetFileName(source)}' was not installed: {e.Message}");
        }
        return await cluster.FollowAsync(added.Name, versions => versions.Any(plugin => plugin.Version == added.Version));
    }
}

/// <summary>Removes a plugin.</summary>
internal sealed class PluginRemoveCommand : Verb
{
    private readonly Argument<string> _name = PluginArgument.Name();
    private readonly Argument<string?> _version = PluginArgument.Version("The version to remove; all that are installed unless given.");

    public PluginRemoveCommand() : base(
        "remove", "Removes a plugin, or one version of it. Jobs that run on it go on to their end.")
    {
        Add(_name);
        Add(_version);
    }

    public override async Task<int> RunAsync(Session session)
    {
        var cluster = await PluginCluster.ReachAsync(session);
        var name = session.Typed.GetRequiredValue(_name);
        var removed = await cluster.Installed.RemoveAsync(name, session.Typed.GetValue(_version));
        var exit = await cluster.FollowAsync(name, versions => !versions.Any(plugin => removed.Any(folder => folder.Path == plugin.Folder)));
        foreach (var folder in removed)
            session.Say($"{name} {folder.Version} is removed");
        return exit;
    }
}

/// <summary>Has silos load a plugin again, or use one version of it.</summary>
internal sealed class PluginEnableCommand : Verb
{
    private readonly Argument<string> _name = PluginArgument.Name();
    private readonly Argument<string?> _version = PluginArgument.Version("The version to use from now on, until a newer one is added; the one used before unless given.");

    public PluginEnableCommand() : base("enable", "Has silos load a plugin that was disabled, or use another version of it.")
    {
        Add(_name);
        Add(_version);
        Examples = ["plugins enable gwexample", "plugins enable gwexample 1.1.0"];
    }

    public override async Task<int> RunAsync(Session session)
    {
        var cluster = await PluginCluster.ReachAsync(session);
        var used = await cluster.Installed.EnableAsync(session.Typed.GetRequiredValue(_name), session.Typed.GetValue(_version));
        return await cluster.FollowAsync(used.Name, versions =>
            versions.Any(plugin => plugin.Version == used.Version && plugin.State is not PluginState.Disabled) && versions.All(plugin => plugin.Version == used.Version || plugin.State is PluginState.Working));
    }
}

/// <summary>Has silos leave a plugin out.</summary>
internal sealed class PluginDisableCommand : Verb
{
    private readonly Argument<string> _name = PluginArgument.Name();

    public PluginDisableCommand() : base("disable", "Has silos leave a plugin out until it is enabled. Jobs that run on it end, others wait.") => Add(_name);

    public override async Task<int> RunAsync(Session session)
    {
        var cluster = await PluginCluster.ReachAsync(session);
        var name = session.Typed.GetRequiredValue(_name);
        await cluster.Installed.DisableAsync(name);
        return await cluster.FollowAsync(name, versions => versions.All(plugin => plugin.State is PluginState.Disabled));
    }
}
