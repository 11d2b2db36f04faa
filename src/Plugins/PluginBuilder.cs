namespace Gristmill.Plugins;

/// <summary>The settings of a plugin, open to change while <see cref="IWorkerPlugin.Configure"/> runs.</summary>
public sealed class PluginBuilder
{
    private readonly Dictionary<string, Type> _transforms = [];

    /// <summary>What holds for every task of the plugin, unless the task's <see cref="JobTaskAttribute"/> or the job says otherwise.</summary>
    public TaskDefaults Defaults { get; } = new();

    /// <summary>The classes that were added with <see cref="AddTransform"/>, by name.</summary>
    public IReadOnlyDictionary<string, Type> Transforms => _transforms;

    /// <summary>Offers a transform to the jobs of this plugin's tasks.</summary>
    /// <typeparam name="T">The class, whose public properties are the transform's parameters.</typeparam>
    /// <param name="name">What jobs call it: 1 to 64 characters of <c>a-z 0-9 . _ -</c>; not <c>file</c> or <c>artifact</c>, which every job has.</param>
    /// <exception cref="ArgumentException">The plugin has a transform of that name.</exception>
    public void AddTransform<T>(string name) where T : Transform => _transforms.Add(name, typeof(T));
}
