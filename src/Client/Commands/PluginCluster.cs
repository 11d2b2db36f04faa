using Gristmill.Client.Output;
using Gristmill.Execution.Installing;
using Gristmill.Execution.Loading;
using Gristmill.Grains;
using Gristmill.Grains.Catalog;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>The plugins of a data folder, and its silos if some run.</summary>
internal sealed class PluginCluster
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = PluginHost.LoadLimit + TimeSpan.FromSeconds(10);

    private readonly Session _session;
    private readonly JobClient? _jobs;

    private PluginCluster(Session session, JobClient? jobs)
    {
        (_session, _jobs) = (session, jobs);
        Installed = new InstalledPlugins(DataFolder.PluginsOf(session.Data), Path.Combine(AppContext.BaseDirectory, "plugins"));
    }

    public InstalledPlugins Installed { get; }

    public static async Task<PluginCluster> ReachAsync(Session session)
    {
        var cluster = new PluginCluster(session, await session.TryConnectAsync());
        if (cluster._jobs is null)
            session.Say("no silo runs; this is what is on disk");
        return cluster;
    }

    public async Task<PluginView[]> ViewsAsync() =>
        PluginViews.Of(Installed.All, _jobs is null ? [] : await _jobs.PluginsAsync());

    /// <summary>Waits until every silo has followed a change, and prints what became of the plugin.</summary>
    /// <param name="name">The plugin.</param>
    /// <param name="hasFollowed">Whether a silo has, by what it says of the plugin's versions.</param>
    /// <returns>The exit code: refused if a silo cannot use a version that is to be used.</returns>
    public async Task<int> FollowAsync(string name, Func<PluginInfo[], bool> hasFollowed)
    {
        if (_jobs is not null)
        {
            _session.Farewell = "left; silos follow by themselves";
            var behind = await _session.Error.BusyAsync("silos follow", () => BehindAsync(_jobs, name, hasFollowed));
            if (behind.Length > 0)
                _session.Say($"not followed yet by {string.Join(", ", behind)}; `gristmill plugins` shows when");
        }
        var views = (await ViewsAsync()).Where(plugin => plugin.Name == name).ToArray();
        Print(views, isFull: false);
        return views.Any(plugin => plugin.State == nameof(PluginState.Broken)) ? ExitCodes.Refused : ExitCodes.Success;
    }

    // The silos that have not followed, for all our patience.
    private async Task<string[]> BehindAsync(JobClient jobs, string name, Func<PluginInfo[], bool> hasFollowed)
    {
        for (var since = _session.Clock.GetTimestamp(); ; await Task.Delay(Look, _session.Clock, _session.Interrupts.Leaving))
        {
            string[] behind =
                [.. from silo in await jobs.PluginsAsync() where !hasFollowed([.. silo.Plugins.Where(plugin =>
                plugin.Name == name)]) select silo.Silo];
            if (behind.Length == 0 || _session.Clock.GetElapsedTime(since) > Patience)
                return behind;
        }
    }

    public void Print(PluginView[] plugins, bool isFull)
    {
        foreach (var plugin in plugins)
        {
            if (_session.Json)
            {
                _session.Out.Raw(JsonViews.Line(plugin));
            }
            else if (isFull)
            {
                if (plugin != plugins[0])
                    _session.Out.Line();
                _session.Out.Print(plugin.Fields());
            }
            else
            {
                _session.Out.Line($"{plugin.Name} {plugin.Version}  ", plugin.Painted(), plugin.Reason is null ? ""
                    : $"  {plugin.Reason}");
            }
        }
    }
}
