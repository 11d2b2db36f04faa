namespace Gristmill.Grains;

/// <summary>Where a cluster keeps its jobs.</summary>
public static class DataFolder
{
    /// <summary>One per user: <c>gristmill</c> in the user's local application data.</summary>
    public static string Default { get; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "gristmill");

    /// <summary>Where the plugins are that all silos of the cluster load.</summary>
    /// <param name="data">The data folder.</param>
    public static string PluginsOf(string data) => Path.Combine(Path.GetFullPath(data), "plugins");
}
