using System.Diagnostics;
using System.Globalization;
using Gristmill.Execution.Discovery;

namespace Gristmill.Execution.Loading;

/// <summary>
/// The loading of one plugin on a thread of its own, since its code may never end. Such a thread cannot be stopped: it goes on
/// with low priority, and what it loads after all is not lost.
/// </summary>
internal sealed class TimedLoad
{
    private readonly PluginFolder _folder;
    private readonly Action<PluginFolder, LoadedPlugin> _late;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly LoadStep _step = new();
    private readonly Thread _thread;
    private readonly Lock _gate = new();
    private LoadedPlugin? _loaded;
    private bool _givenUp;
    private int _threadId;

    /// <param name="loader">What loads it.</param>
    /// <param name="folder">Where it is.</param>
    /// <param name="late">Told what was loaded when nobody waited for it any more.</param>
    public TimedLoad(PluginLoader loader, PluginFolder folder, Action<PluginFolder, LoadedPlugin> late)
    {
        (_folder, _late) = (folder, late);
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
            ThreadPriorities.Lower(_threadId);
        }
        var seconds = limit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        return LoadedPlugin.Broken(_folder, [$"{_step.What} has not ended within {seconds} s; the plugin is used when it has"]);
    }

    private void Run(PluginLoader loader)
    {
        lock (_gate)
        {
            _threadId = ThreadPriorities.ThisThread;
            if (_givenUp)
                ThreadPriorities.Lower(_threadId);
        }
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
        _late(_folder, loaded);
    }
}
