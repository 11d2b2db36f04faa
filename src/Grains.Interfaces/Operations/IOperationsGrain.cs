namespace Gristmill;

/// <summary>
/// Where operators' orders to queues and silos come in, on whichever silo the caller reaches. It has no identity: an order is in
/// the store before it is answered, and the store enforces it or the silo reads it there. Every call may be repeated.
/// </summary>
public interface IOperationsGrain : IGrainWithIntegerKey
{
    /// <summary>Every queue that holds jobs, is served by a live silo, or is not open; by name.</summary>
    Task<QueueView[]> QueuesAsync();

    /// <summary>Opens, pauses or drains a queue. Once it answers, the store refuses what the mode forbids.</summary>
    /// <param name="queue">The queue's name; it need not exist yet.</param>
    /// <param name="mode">What it takes and gives from now on.</param>
    /// <param name="reason">Why; null for none.</param>
    /// <param name="by">Who says so; null for nobody in particular.</param>
    /// <exception cref="JobRefusedException">The name, reason or person cannot be; says why.</exception>
    Task<QueueView> SetQueueAsync(string queue, QueueMode mode, string? reason, string? by);

    /// <summary>
    /// Cancels waiting jobs of a queue, for at most <see cref="LongPoll.Timeout"/>; call again with
    /// <see cref="QueuePurge.Until"/> until it is done.
    /// </summary>
    /// <param name="queue">The queue's name.</param>
    /// <param name="until">
    /// The <see cref="QueuePurge.Until"/> of the first call, so that jobs submitted since stay; null at first.
    /// </param>
    /// <exception cref="JobRefusedException">The name cannot be one of a queue; says why.</exception>
    Task<QueuePurge> PurgeQueueAsync(string queue, long? until);

    /// <summary>
    /// Has a silo take no more jobs, or take them again. Answers once its pool has said so, or after
    /// <see cref="LongPoll.Timeout"/>.
    /// </summary>
    /// <param name="silo">The silo's name.</param>
    /// <param name="cordoned">Whether it is to take none.</param>
    /// <exception cref="UnknownSiloException">No live silo has that name.</exception>
    Task<SiloView> CordonAsync(string silo, bool cordoned);

    /// <summary>
    /// Waits while a cordoned silo holds as many jobs as it did, for at most <see cref="LongPoll.Timeout"/>. Answers the silo,
    /// with the jobs it holds as <see cref="SiloView.Running"/>; null once it has left.
    /// </summary>
    /// <param name="owner">The silo and its incarnation.</param>
    /// <param name="seen">How many jobs it held when last seen; -1 to be answered at once.</param>
    /// <param name="cancellationToken">Gives up waiting; the silo stays cordoned.</param>
    Task<SiloView?> WatchSiloAsync(string owner, int seen, CancellationToken cancellationToken);

    /// <summary>
    /// Does the same to many jobs, to each as if it were alone; what cannot be done to one is no matter to the others.
    /// </summary>
    /// <param name="order">What to do.</param>
    /// <param name="jobs">At most <see cref="Limits.BatchJobs"/>.</param>
    /// <param name="reason">Why they are canceled; null for no reason.</param>
    Task<JobsOrdered> OrderJobsAsync(BulkAction order, Guid[] jobs, string? reason);

    /// <summary>The versions of all plugins: what is on disk, and what the live silos say of it; by name, newest first.</summary>
    Task<PluginView[]> PluginsAsync();

    /// <summary>
    /// Has every silo load a plugin, and use one version of it. It is on disk when this answers; silos follow in about a second.
    /// </summary>
    /// <param name="name">The plugin.</param>
    /// <param name="version">The version; null for the one that was used before.</param>
    /// <exception cref="PluginOrderRefusedException">
    /// There is no such plugin or version, or its folder cannot be written now; says which there are, or why.
    /// </exception>
    Task EnablePluginAsync(string name, string? version);

    /// <summary>Has every silo leave a plugin out. It is on disk when this answers; silos follow in about a second.</summary>
    /// <param name="name">The plugin.</param>
    /// <exception cref="PluginOrderRefusedException">
    /// There is no such plugin, or its folder cannot be written now; says which there are, or why.
    /// </exception>
    Task DisablePluginAsync(string name);

    /// <summary>
    /// What the cluster did, oldest first, as long as it is kept; times at which no silo was there are left out.
    /// </summary>
    /// <param name="unit">By the minute or by the hour.</param>
    Task<ClusterStats[]> HistoryAsync(HistoryStep unit);
}
