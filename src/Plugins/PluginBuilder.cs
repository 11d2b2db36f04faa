using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Plugins;

/// <summary>The settings of a plugin, open to change while <see cref="IWorkerPlugin.Configure"/> runs.</summary>
/// <param name="name">The plugin's name.</param>
/// <param name="settings">What its operator has set for it; nothing unless given.</param>
public sealed class PluginBuilder(string name = "plugin", IConfiguration? settings = null)
{
    private readonly Dictionary<string, Type> _transforms = [];

    /// <summary>
    /// What holds for every task of the plugin, unless the task's <see cref="JobTaskAttribute"/> or the job says otherwise.
    /// </summary>
    public TaskDefaults Defaults { get; } = new();

    /// <summary>
    /// What the plugin changes of the silo that it is loaded into, for the tasks of all plugins. The silo says so when it starts.
    /// </summary>
    public SiloDefaults Silo { get; } = new();

    /// <summary>
    /// What the plugin's operator has set for it: the section <c>Plugins:NAME</c> of the silo's <c>appsettings.json</c>, and the
    /// variables <c>GRISTMILL__Plugins__NAME__KEY</c>.
    /// </summary>
    public IConfiguration Settings { get; } = settings ?? new ConfigurationBuilder().Build();

    /// <summary>
    /// What the constructors of the plugin's task classes are given, besides the silo's own loggers. Singletons live as long as
    /// this version of the plugin is loaded, scoped and transient ones for a run.
    /// </summary>
    public IServiceCollection Services { get; } = new ServiceCollection();

    /// <summary>
    /// Reads <see cref="Settings"/> into the public properties of a new object, checks them by their validation attributes, and
    /// adds it to <see cref="Services"/>.
    /// </summary>
    /// <typeparam name="T">A class for options; what is not set keeps its default.</typeparam>
    /// <returns>The object.</returns>
    /// <exception cref="PluginSettingsException">
    /// A setting is unknown, cannot be read, or is out of its limits: all problems in one message.
    /// </exception>
    public T Options<T>() where T : class, new()
    {
        var options = PluginSettings.Read<T>(name, Settings);
        Services.AddSingleton(options);
        return options;
    }

    /// <summary>The classes that were added with <see cref="AddTransform"/>, by name.</summary>
    public IReadOnlyDictionary<string, Type> Transforms => _transforms;

    /// <summary>Offers a transform to the jobs of this plugin's tasks.</summary>
    /// <typeparam name="T">The class, whose public properties are the transform's parameters.</typeparam>
    /// <param name="name">
    /// What jobs call it: 1 to 64 characters of <c>a-z 0-9 . _ -</c>; not <c>file</c> or <c>artifact</c>, which every job has.
    /// </param>
    /// <exception cref="ArgumentException">The plugin has a transform of that name.</exception>
    public void AddTransform<T>(string name) where T : Transform => _transforms.Add(name, typeof(T));
}
