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

/// <summary>A cluster that was reached.</summary>
/// <param name="grains">Calls its grains.</param>
/// <param name="leave">What to do when it is no longer needed.</param>
internal sealed class Cluster(IGrainFactory grains, Func<Task>? leave = null) : IAsyncDisposable
{
    public JobClient Jobs { get; } = new(grains);

    public async ValueTask DisposeAsync()
    {
        if (leave is not null)
            await leave();
    }
}

/// <summary>There is no cluster to talk to; the message says where none is, and what to do.</summary>
internal sealed class NoClusterException(string message, Exception? inner = null) : Exception(message, inner);
