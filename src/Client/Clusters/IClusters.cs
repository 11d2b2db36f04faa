namespace Gristmill.Client.Clusters;

/// <summary>The ways to reach a cluster.</summary>
internal interface IClusters
{
    /// <summary>Connects to the silos of a data folder.</summary>
    /// <param name="data">The folder; null for the user's own.</param>
    /// <exception cref="NoClusterException">No silo runs there, or the folder cannot be used.</exception>
    Task<Cluster> ConnectAsync(string? data);

    /// <summary>Starts a silo in this process.</summary>
    /// <param name="data">The folder; null for a temporary one that is removed with the silo.</param>
    /// <exception cref="NoClusterException">The silo cannot start.</exception>
    Task<Cluster> StartLocalAsync(string? data);
}
