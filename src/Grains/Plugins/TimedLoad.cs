using System.Diagnostics;

namespace Gristmill.Grains.Plugins;

/// <summary>The loading of one plugin on a thread of its own, since its code may never end. Such a thread cannot be stopped: it is left behind, with low priority.</summary>
internal sealed class TimedLoad
{
    private readonly PluginFolder _folder;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly LoadStep _step = new();
    private readonly Thread _thread;
    private readonly Lock _gate = new();
    private LoadedPlugin? _loaded;
    private bool _givenUp;

    public TimedLoad(PluginLoader loader, PluginFolder folder)
    {
        _folder = folder;
        _thread = new Thread(() => Run(loader)) { IsBackground = true, Name = $"loads {folder.Name}" };
        _thread.Start();
    }

    /// <summary>The plugin, or a broken one if it is not loaded within a time from the beginning.</summary>
    public LoadedPlugin End(TimeSpan limit)
    {
        var left = limit - Stopwatch.GetElapsedTime(_started);
        _thread.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        lock (_gate)
        {
            if (_loaded is not null)
                return _loaded;
            _givenUp = true;
        }
        return LoadedPlugin.Broken(
            _folder.Name, _folder.Version, _folder.Path, $"{_step.What} has not ended within {limit.TotalSeconds:0.###} s; its thread is left behind until the silo ends");
    }

    private void Run(PluginLoader loader)
    {
        Workers.SlotScheduler.LowerPriority();
        _step.Begin();
        var loaded = loader.Load(_folder);
        lock (_gate)
        {
            if (!_givenUp)
            {
                _loaded = loaded;
                return;
            }
        }
        loaded.Uses.Retire();
    }
}
