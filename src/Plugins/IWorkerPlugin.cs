namespace Gristmill.Plugins;

/// <summary>
/// What a plugin tells the silo that loads it. The silo makes one instance per load, calls <see cref="Configure"/> and then
/// <see cref="TaskImports"/>, once each. An exception from any of the three leaves the plugin listed as broken, with the
/// exception's message as the reason; the silo and the other plugins go on.
/// </summary>
public interface IWorkerPlugin
{
    /// <summary>Sets what holds for all tasks of this plugin. Does nothing by default.</summary>
    /// <param name="plugin">The settings to change.</param>
    void Configure(PluginBuilder plugin)
    {
    }

    /// <summary>
    /// The classes whose public methods marked with <see cref="JobTaskAttribute"/> become tasks. By default these are all classes
    /// of the plugin's own assembly that have such a method.
    /// </summary>
    IEnumerable<Type> TaskImports() => GetType().Assembly.GetTypes().Where(type => type.GetMethods().Any(
        method => method.DeclaringType == type && method.IsDefined(typeof(JobTaskAttribute), inherit: false)));
}
