using Microsoft.Extensions.Configuration;

namespace Gristmill.Silo;

/// <summary>Where a process reads its settings: appsettings.json, then GRISTMILL__* variables.</summary>
public static class SiloSettings
{
    /// <summary>The section of the plugins' own.</summary>
    public const string Plugins = "Plugins";

    /// <summary>The settings of this process, to add flags to.</summary>
    public static IConfigurationBuilder OfProcess() => new ConfigurationBuilder()
        .AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true)
        .AddEnvironmentVariables("GRISTMILL__");
}
