namespace Gristmill.Hosting.Settings;

/// <summary>Where a setting comes from; what is later here counts more.</summary>
public enum SettingsOrigin
{
    /// <summary>The program: nobody has set it.</summary>
    Default,

    /// <summary>appsettings.json in the data folder, which all silos of the cluster read.</summary>
    Cluster,

    /// <summary>appsettings.json in the working folder.</summary>
    Folder,

    /// <summary>A variable, <c>GRISTMILL__NAME</c>.</summary>
    Environment,

    /// <summary>The command line.</summary>
    Flag,
}
