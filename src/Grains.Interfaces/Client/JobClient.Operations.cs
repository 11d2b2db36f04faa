namespace Gristmill;

/// <summary>What operators do: to queues and to silos.</summary>
public sealed partial class JobClient
{
    private const int JobsAtOnce = 500;

    private IOperationsGrain Operations => _grains.GetGrain<IOperationsGrain>(0);

    /// <summary>Every queue that holds jobs, is served by a live silo, or is not open; by name.</summary>
    public Task<QueueView[]> QueuesAsync() => _retrying.RunAsync(() => Operations.QueuesAsync());

    /// <summary>
    /// What the cluster did, oldest first: by the minute for a day, by the hour for 30 days, whichever silos there were. The
    /// minute that is not over is not in it; times at which no silo was there are left out.
    /// </summary>
    /// <param name="step">By the minute or by the hour.</param>
    public Task<ClusterStats[]> HistoryAsync(HistoryStep step) => _retrying.RunAsync(() => Operations.HistoryAsync(step));

    /// <summary>
    /// Pauses a queue: it takes jobs, and once this answers no silo claims one. What a silo had claimed and not started is given
    /// back within a second; running jobs go on. Holds until <see cref="ResumeQueueAsync"/>, whatever restarts meanwhile.
    /// </summary>
    /// <param name="name">The queue; it need not exist yet.</param>
    /// <param name="reason">Why, for those who wonder; null for none.</param>
    /// <param name="by">Who says so; null for nobody in particular.</param>
    /// <exception cref="JobRefusedException">The name, reason or person cannot be; says why.</exception>
    public Task<QueueView> PauseQueueAsync(string name, string? reason = null, string? by = null) =>
        SetAsync(name, QueueMode.Paused, reason, by);

    /// <summary>
    /// Drains a queue: submissions into it are refused, and the jobs it has run out, delayed ones and retries too. It is empty
    /// when <see cref="QueuesAsync"/> shows none ready, delayed or running. Holds until <see cref="ResumeQueueAsync"/>.
    /// </summary>
    /// <param name="name">The queue; it need not exist yet.</param>
    /// <param name="reason">Why, for those who are refused; null for none.</param>
    /// <param name="by">Who says so; null for nobody in particular.</param>
    /// <exception cref="JobRefusedException">The name, reason or person cannot be; says why.</exception>
    public Task<QueueView> DrainQueueAsync(string name, string? reason = null, string? by = null) =>
        SetAsync(name, QueueMode.Draining, reason, by);

    /// <summary>Opens a queue that was paused or drained.</summary>
    /// <param name="name">The queue.</param>
    /// <exception cref="JobRefusedException">The name cannot be one of a queue; says why.</exception>
    public Task<QueueView> ResumeQueueAsync(string name) => SetAsync(name, QueueMode.Open, null, null);

    /// <summary>
    /// Cancels all jobs that wait in a queue now, delayed ones too, with reason Purged. Running ones, and those submitted
    /// meanwhile, stay.
    /// </summary>
    /// <param name="name">The queue.</param>
    /// <returns>How many were canceled; at least so many, if a silo was lost on the way.</returns>
    /// <exception cref="JobRefusedException">The name cannot be one of a queue; says why.</exception>
    public async Task<long> PurgeQueueAsync(string name)
    {
        var canceled = 0L;
        for (long? until = null; ;)
        {
            var known = until;
            var part = await _retrying.RunAsync(() => Operations.PurgeQueueAsync(name, known));
            canceled += part.Canceled;
            if (part.Done)
                return canceled;
            until = part.Until;
        }
    }

    /// <summary>
    /// Has a silo take no more jobs; what it has not started it gives back, what runs goes on. Holds until
    /// <see cref="UncordonAsync"/> or the end of the silo's process: one that starts again under the name takes jobs.
    /// </summary>
    /// <param name="silo">The silo's name.</param>
    /// <returns>
    /// The silo; Cordoned unless it did not answer for <see cref="LongPoll.Timeout"/>: then it will be once it does.
    /// </returns>
    /// <exception cref="UnknownSiloException">No live silo has that name.</exception>
    public Task<SiloView> CordonAsync(string silo) => _retrying.RunAsync(() => Operations.CordonAsync(silo, cordoned: true));

    /// <summary>Has a silo take jobs again.</summary>
    /// <param name="silo">The silo's name.</param>
    /// <returns>The silo.</returns>
    /// <exception cref="UnknownSiloException">No live silo has that name.</exception>
    public Task<SiloView> UncordonAsync(string silo) => _retrying.RunAsync(() => Operations.CordonAsync(silo, cordoned: false));

    /// <summary>Cordons a silo and waits until the jobs it runs have ended, however long they take.</summary>
    /// <param name="silo">The silo's name.</param>
    /// <param name="progress">Told of the silo whenever the number of jobs it holds has changed; null for nobody.</param>
    /// <param name="cancellationToken">Gives up waiting; the silo stays cordoned.</param>
    /// <returns>
    /// The silo as it was last seen: with nothing running, which is so too if it has left meanwhile, or Accepting if somebody
    /// uncordoned it.
    /// </returns>
    /// <exception cref="UnknownSiloException">No live silo has that name.</exception>
    public async Task<SiloView> DrainAsync(string silo, IProgress<SiloView>? progress = null,
        CancellationToken cancellationToken = default)
    {
        SiloView view;
        do view = await CordonAsync(silo);
        while (view.State == "Accepting");
        for (var seen = -1; ; seen = view.Running)
        {
            var (owner, before) = (view.Owner, seen);
            var now = await _retrying.RunAsync(() =>
                Operations.WatchSiloAsync(owner, before, cancellationToken), cancellationToken);
            if (now is null)
                return view with { Running = 0, State = "Gone" };
            if (now.Running != seen)
                progress?.Report(now);
            view = now;
            if (view.Running == 0 || view.State == "Accepting")
                return view;
        }
    }

    /// <summary>
    /// Does the same to many jobs, to each as if it were alone; what cannot be done to one is no matter to the others.
    /// </summary>
    /// <param name="order">What to do.</param>
    /// <param name="jobs">The jobs' ids, any number.</param>
    /// <param name="reason">Why they are canceled, kept in their history; null for no reason.</param>
    /// <param name="cancellationToken">Goes no further; what was done stays done.</param>
    public async Task<JobsOrdered> OrderAsync(BulkAction order, IEnumerable<Guid> jobs, string? reason = null,
        CancellationToken cancellationToken = default)
    {
        var all = new JobsOrdered(0, 0, null);
        foreach (var some in jobs.Chunk(JobsAtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            all = all.And(await _retrying.RunAsync(() => Operations.OrderJobsAsync(order, some, reason), cancellationToken));
        }
        return all;
    }

    /// <summary>
    /// Does the same to all jobs that fit a query and are of a status that the order is for (<see cref="For"/>), a part after the
    /// other. Those submitted meanwhile stay.
    /// </summary>
    /// <param name="order">What to do.</param>
    /// <param name="query">Which jobs; its limit, cursor and order do not matter.</param>
    /// <param name="progress">Told after each part what became of all so far; null for nobody.</param>
    /// <param name="reason">Why they are canceled, kept in their history; null for no reason.</param>
    /// <param name="cancellationToken">Goes no further; what was done stays done.</param>
    public async Task<JobsOrdered> OrderAllAsync(
        BulkAction order, JobQuery query, IProgress<JobsOrdered>? progress = null, string? reason = null, CancellationToken cancellationToken = default)
    {
        var all = new JobsOrdered(0, 0, null);
        if (For(order, query) is not { } those)
            return all;
        await foreach (var some in this.ListAllAsync(those).Chunk(JobsAtOnce).WithCancellation(cancellationToken))
        {
            all = all.And(await OrderAsync(order, some.Select(job => job.Id), reason, cancellationToken));
            progress?.Report(all);
        }
        return all;
    }

    /// <summary>
    /// The jobs of a query that an order is for: those that have not ended can be canceled, those that have be run again or
    /// deleted.
    /// </summary>
    /// <param name="order">What to do.</param>
    /// <param name="query">Which jobs.</param>
    /// <returns>The query for those, newest first; null if it leaves none.</returns>
    public static JobQuery? For(BulkAction order, JobQuery query)
    {
        if (order is BulkAction.Cancel && query.ByEnd)
            return null;
        var wanted = query.Statuses.Length > 0 ? query.Statuses : Enum.GetValues<JobStatus>();
        JobStatus[] statuses =
            [.. wanted.Where(status =>
            status.IsTerminal() == order is not BulkAction.Cancel && status is not JobStatus.Canceling)];
        return statuses.Length == 0 ? null : query with { Statuses = statuses, Cursor = null, OldestFirst = false };
    }

    /// <summary>The versions of all plugins: what is on disk, and what the live silos say of it; by name, newest first.</summary>
    public Task<PluginView[]> InstalledPluginsAsync() => _retrying.RunAsync(() => Operations.PluginsAsync());

    /// <summary>
    /// Has every silo load a plugin, and use one version of it until a newer one is added. Silos follow in about a second.
    /// </summary>
    /// <param name="name">The plugin.</param>
    /// <param name="version">The version; null for the one that was used before.</param>
    /// <exception cref="PluginOrderRefusedException">
    /// There is no such plugin or version, or its folder cannot be written now; says which there are, or why.
    /// </exception>
    public Task EnablePluginAsync(string name, string? version = null) =>
        _retrying.RunAsync(() => AnswerAsync(Operations.EnablePluginAsync(name, version)));

    /// <summary>
    /// Has every silo leave a plugin out until it is enabled: its running jobs end, others wait. Silos follow in about a second.
    /// </summary>
    /// <param name="name">The plugin.</param>
    /// <exception cref="PluginOrderRefusedException">
    /// There is no such plugin, or its folder cannot be written now; says which there are, or why.
    /// </exception>
    public Task DisablePluginAsync(string name) => _retrying.RunAsync(() => AnswerAsync(Operations.DisablePluginAsync(name)));

    private Task<QueueView> SetAsync(string name, QueueMode mode, string? reason, string? by) =>
        _retrying.RunAsync(() => Operations.SetQueueAsync(name, mode, reason, by));
}
