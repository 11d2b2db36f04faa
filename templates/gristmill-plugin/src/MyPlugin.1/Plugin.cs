using Gristmill.Plugins;
using MyPlugin._1;

// With Unloadable = false as well if it uses what .NET cannot unload; the failure of a task that does so names it.
[assembly: WorkerPlugin("plugin-name", typeof(Plugin))]

namespace MyPlugin._1;

/// <summary>What holds for all tasks of the plugin.</summary>
public sealed class Plugin : IWorkerPlugin
{
    public void Configure(PluginBuilder plugin)
    {
        plugin.Defaults.TimeLimit = TimeSpan.FromMinutes(10);
        plugin.AddTransform<Numbers>("numbers");
    }
}
