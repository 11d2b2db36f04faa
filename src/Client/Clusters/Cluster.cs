namespace Gristmill.Client.Clusters;

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
