namespace Gristmill.Plugins;

/// <summary>The settings of a plugin, open to change while <see cref="IWorkerPlugin.Configure"/> runs.</summary>
public sealed class PluginBuilder
{
    /// <summary>What holds for every task of the plugin, unless the task's <see cref="JobTaskAttribute"/> or the job says otherwise.</summary>
    public TaskDefaults Defaults { get; } = new();
}
