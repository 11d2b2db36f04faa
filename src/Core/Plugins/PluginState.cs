namespace Gristmill;

/// <summary>Whether a silo offers the tasks of a plugin.</summary>
public enum PluginState
{
    /// <summary>It does.</summary>
    Working = 0,

    /// <summary>It cannot: the plugin could not be loaded, or another one has a task of the same name.</summary>
    Broken = 1,

    /// <summary>It was told not to.</summary>
    Disabled = 2,
}
