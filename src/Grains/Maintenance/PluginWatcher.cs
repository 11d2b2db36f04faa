using System.Numerics;
using Gristmill.Core;
using Gristmill.Execution.Discovery;
using Gristmill.Execution.Installing;
using Gristmill.Execution.Json;
using Gristmill.Execution.Loading;
using Gristmill.Grains.Catalog;
using Gristmill.Grains.Pool;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gristmill.Grains.Maintenance;

/// <summary>
/// Has the silo's plugins follow the folders: when one changes, and every <see cref="Period"/> in case that was not told. Tells
/// the queues and the catalogue, sees to it that versions that ended give their memory back, and deletes the copies that nobody
/// uses.
/// </summary>
public sealed partial class PluginWatcher(
    PluginHost plugins, PluginCopies copies, SiloChanges changes, CatalogueReplica catalogue, WorkerPool pool,
    SiloOptions options,
    [FromKeyedServices(Clock.Key)] TimeProvider clock, ILogger<PluginWatcher> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan LongestSettling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1.5);
    private const int Attempts = 8;

    private readonly AsyncAutoResetEvent _signal = new();
    private Task<bool>? _pending;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Directory.CreateDirectory(options.ClusterPlugins); // What is not there cannot be watched.
        using var signals = new FolderSignals([.. plugins.Roots], _signal.Set);
        plugins.VersionEnded += _signal.Set;
        plugins.LoadedLate += _signal.Set;
        var unfreed = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            signals.Watch();
            // What changed between the last look and now is found by the first.
            if (await WithinAsync(unfreed ? Between : Period, stoppingToken))
                await SettleAsync(stoppingToken);
            try
            {
                await FollowAsync();
                unfreed = Free();
                InstalledPlugins.DeleteRests(options.ClusterPlugins);
                copies.Sweep();
            }
            catch (Exception e)
            {
                LogFailed(e);
            }
        }
    }

    private async Task FollowAsync()
    {
        var before = plugins.Plugins;
        if (!await Task.Run(plugins.Refresh))
            return;
        changes.Apply(plugins.SiloChanges);
        var now = plugins.Plugins;
        foreach (var plugin in now.Where(plugin => !before.Contains(plugin, PluginSet.SameInfo)))
            if (plugin.State is PluginState.Broken)
                LogBroken(plugin.Name, plugin.Version, plugin.Reason);
            else
                LogChanged(plugin.Name, plugin.Version, plugin.State);
        foreach (var plugin in before.Where(old => now.All(info => (info.Name, info.Version) != (old.Name, old.Version))))
            LogGone(plugin.Name, plugin.Version);
        pool.TellQueues();
        await catalogue.RefreshAsync();
    }

    // An idle process collects nothing by itself. Answers whether to try again soon.
    private bool Free()
    {
        // Often at first, then ever less often.
        var waiting = plugins.Retired().Where(plugin => ++plugin.Attempts <= Attempts || BitOperations.IsPow2(plugin.Attempts))
            .ToArray();
        if (waiting.Length == 0)
            return false;
        PluginJson.Forget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        foreach (var plugin in waiting)
            if (plugin.Attempts == Attempts && !plugin.IsFree)
                LogKept(plugin.Folder.Name, plugin.Folder.Version);
        return Array.Exists(waiting, plugin => plugin.Attempts < Attempts);
    }

    private async Task<bool> WithinAsync(TimeSpan time, CancellationToken stopping)
    {
        // One that was waited for in vain is waited for again: it would take the next signal for itself.
        var signal = _pending ??= _signal.WaitAsync().AsTask();
        await ((Task)signal).WaitAsync(time, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!signal.IsCompleted)
            return false;
        _pending = null;
        return true;
    }

    private async Task SettleAsync(CancellationToken stopping)
    {
        var since = clock.GetTimestamp();
        while (clock.GetElapsedTime(since) < LongestSettling && await WithinAsync(Settling, stopping))
        {
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Plugin {Name} {Version} is {State}")]
    private partial void LogChanged(string name, string version, PluginState state);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Plugin {Name} {Version} is NOT LOADED: {Reason}")]
    private partial void LogBroken(string name, string version, string? reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Plugin {Name} {Version} is no longer offered")]
    private partial void LogGone(string name, string version);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Plugin {Name} {Version} is no longer offered, but something still refers to it (a thread, a timer, a static event?); its memory is not free")]
    private partial void LogKept(string name, string version);

    [LoggerMessage(Level = LogLevel.Error, Message = "The plugins could not be looked at")]
    private partial void LogFailed(Exception exception);
}
