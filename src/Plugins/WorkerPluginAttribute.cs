namespace Gristmill.Plugins;

/// <summary>
/// The entry point of a plugin: <c>[assembly: WorkerPlugin("gwexample", typeof(GWExamplePlugin))]</c>.
/// The assembly that carries it is the plugin's main assembly.
/// </summary>
/// <param name="name">
/// The plugin's name, which is also the name of the folder that it is installed in: 1 to 64 characters of <c>a-z 0-9 . _ -</c>.
/// </param>
/// <param name="pluginClass">
/// A class that implements <see cref="IWorkerPlugin"/> and has a public constructor without parameters.
/// </param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class WorkerPluginAttribute(string name, Type pluginClass) : Attribute
{
    /// <summary>The plugin's name.</summary>
    public string Name { get; } = name;

    /// <summary>The class that configures the plugin and says where its tasks are.</summary>
    public Type PluginClass { get; } = pluginClass;

    /// <summary>
    /// Whether silos free the plugin's memory when a newer version has taken over, or it was removed, and its last run has ended.
    /// <see langword="false"/> has it stay until the silo restarts, for libraries that .NET cannot unload:
    /// <c>XmlSerializer</c> over generic collections of the plugin's types, C++/CLI, most that makes assemblies at run time.
    /// </summary>
    public bool Unloadable { get; init; } = true;
}
