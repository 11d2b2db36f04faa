namespace Gristmill.Client.Tests.Fakes;

/// <summary>The orders that operators gave, and what they see then.</summary>
internal sealed partial class FakeCluster : IOperationsGrain
{
    public QueueView[] Queues { get; set; } = [];

    /// <summary>How many jobs each call of a purge cancels: all but the last call say that there are more.</summary>
    public long[] Purges { get; init; } = [0];

    /// <summary>How many jobs a silo holds, each time that it is looked at.</summary>
    public Queue<int> Held { get; } = new();

    public List<(string Queue, long? Until)> Purged { get; } = [];

    public Task<QueueView[]> QueuesAsync() => Task.FromResult(Queues);

    public Task<ClusterStats[]> HistoryAsync(HistoryStep unit) => Task.FromResult<ClusterStats[]>([]);

    public Task<QueueView> SetQueueAsync(string queue, QueueMode mode, string? reason, string? by)
    {
        var view = Queues.Single(known => known.Name == queue) with { Mode = mode, Reason = reason, By = by };
        Queues = [.. Queues.Select(known => known.Name == queue ? view : known)];
        return Task.FromResult(view);
    }

    public Task<QueuePurge> PurgeQueueAsync(string queue, long? until)
    {
        Purged.Add((queue, until));
        return Task.FromResult(new QueuePurge(Purges[Purged.Count - 1], 4711, Purged.Count == Purges.Length));
    }

    public Task<SiloView> CordonAsync(string silo, bool cordoned) =>
        Silos.FirstOrDefault(known => known.Silo == silo) is { } found
            ? Task.FromResult(found with { State = cordoned ? "Cordoned" : "Accepting" })
            : Task.FromException<SiloView>(new UnknownSiloException(silo, [.. Silos.Select(known => known.Silo)]));

    public Task<JobsOrdered> OrderJobsAsync(BulkAction order, Guid[] jobs, string? reason) => throw new NotSupportedException();

    Task<PluginView[]> IOperationsGrain.PluginsAsync() => throw new NotSupportedException();

    public Task EnablePluginAsync(string name, string? version) => throw new NotSupportedException();

    public Task DisablePluginAsync(string name) => throw new NotSupportedException();

    public Task<SiloView?> WatchSiloAsync(string owner, int seen, CancellationToken cancellationToken) => Task.FromResult(
        Held.TryDequeue(out var held) ? Silos.Single(silo => silo.Owner == owner) with { State = "Cordoned", Running = held } : null);
}
