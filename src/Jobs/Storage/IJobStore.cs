namespace Gristmill.Jobs;

/// <summary>
/// The jobs, on disk. Everything that must hold across crashes holds here: <see cref="ExecuteAsync(JobCommand)"/> answers when
/// the change would survive a power failure, unless it <see cref="JobCommand.MayBeLost"/> (then it survives the loss of every
/// process), and a command sees every command that was answered before it. All members are thread-safe.
/// </summary>
public interface IJobStore : ISiloHealth, IAsyncDisposable
{
    /// <summary>For banners: what it is and where.</summary>
    string Description { get; }

    /// <summary>Creates or migrates the schema. Called once, before all else.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be opened or written; says why and what to do.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Loads the row, lets the command decide, saves, and answers once that is on disk, or committed if it may be lost.
    /// </summary>
    Task<JobAnswer> ExecuteAsync(JobCommand command);

    /// <summary>The same for many commands, in one transaction and in order. An answer each.</summary>
    Task<JobAnswer[]> ExecuteAsync(IReadOnlyList<JobCommand> commands);

    /// <summary>A row, or null.</summary>
    Task<JobRow?> FindAsync(Guid job);

    /// <summary>A job with its history, or null.</summary>
    Task<(JobRow Row, JobEvent[] History)?> FindWithHistoryAsync(Guid job);

    /// <summary>
    /// A page of rows, in the order of submission or of end, with the cursors of the pages behind and before it.
    /// </summary>
    Task<(JobRow[] Rows, string? Next, string? Previous)> ListAsync(JobQuery query);

    /// <summary>How many rows all pages of a listing have.</summary>
    Task<long> CountAsync(JobQuery query);

    /// <summary>Ready jobs of a queue (Queued, wake time come), of the given tasks only, by priority and then age.</summary>
    Task<QueueEntry[]> ReadyAsync(string queue, IReadOnlyCollection<string> tasks, int limit, DateTimeOffset now);

    /// <summary>How many ready jobs of the given tasks come before a job in its queue; counted up to a number.</summary>
    Task<int> AheadAsync(JobRow job, IReadOnlyCollection<string> tasks, int most);

    /// <summary>Runs held by an owner.</summary>
    Task<HeldRun[]> HeldByAsync(string owner);

    /// <summary>Waiting jobs whose time to start is over, the longest over first.</summary>
    Task<Guid[]> ExpiredAsync(DateTimeOffset now, int limit);

    /// <summary>
    /// Waiting jobs that a limit held back which has room now: of each limit as many as it has room for, by priority and then
    /// age.
    /// </summary>
    Task<Guid[]> HeldBackAsync(DateTimeOffset now, int limit);

    /// <summary>How many children a job has, by status.</summary>
    Task<ChildCount[]> ChildrenAsync(Guid parent);

    /// <summary>Every owner that holds a run.</summary>
    Task<string[]> OwnersAsync();

    /// <summary>Appends to jobs' logs; on disk when answered. The store numbers the lines of each job from 1.</summary>
    Task AppendLogAsync(IReadOnlyList<LogEntry> lines);

    /// <summary>A part of a job's log, oldest first, behind a sequence number.</summary>
    Task<JobLogLine[]> LogAsync(Guid job, long after, int limit);

    /// <summary>
    /// Rows in the order of their submission, behind a place in it: of all jobs, or of those that ended as Error or Canceled. For
    /// walking through all of them piece by piece.
    /// </summary>
    Task<JobPosition[]> PlacesAsync(bool failed, long after, int limit);

    /// <summary>
    /// How many jobs have ended, as Success and otherwise. Cheap while no more jobs are stored than <paramref name="most"/>: then
    /// not counted.
    /// </summary>
    Task<EndedCount> CountEndedAsync(long most);

    /// <summary>
    /// Deletes jobs with their history and log, in one transaction. Skips jobs that changed since they were read, jobs with
    /// unfinished children, and the newest job, whose number determines the next. Returns the jobs that were deleted.
    /// </summary>
    Task<Guid[]> DeleteAsync(IReadOnlyList<JobPosition> ended);

    /// <summary>Drops the results of jobs that have not changed since their end was read, and notes when.</summary>
    Task DropResultsAsync(IReadOnlyList<JobPosition> ended);

    /// <summary>
    /// Writes a worker pool's row: its heartbeat. Answers whether the pool is to be cordoned; a new row asks for what it says of
    /// itself.
    /// </summary>
    Task<bool> SaveWorkerAsync(SiloView worker);

    /// <summary>Asks a worker pool to be cordoned, or no longer. False: it has no row.</summary>
    Task<bool> CordonAsync(string owner, bool cordoned);

    /// <summary>
    /// Removes a worker pool's row, and with it what was asked of the pool. What it has counted of its tasks goes to
    /// <see cref="EndedPoolsStatsAsync"/>.
    /// </summary>
    Task RemoveWorkerAsync(string owner);

    /// <summary>
    /// Adds runs that have ended to what a pool has counted of its tasks. May be lost with the power of the machine.
    /// </summary>
    /// <param name="owner">The pool.</param>
    /// <param name="ended">Of each task, what is to be added.</param>
    Task AddTaskStatsAsync(string owner, IReadOnlyList<TaskStats> ended);

    /// <summary>What all pools together have counted that have no row any more; <see cref="TaskStats.Silo"/> is empty.</summary>
    Task<TaskStats[]> EndedPoolsStatsAsync();

    /// <summary>Every worker pool's row.</summary>
    Task<SiloView[]> WorkersAsync();

    /// <summary>
    /// Orders a queue to be open, paused or draining. No command that is answered later makes a new job in a draining queue, or
    /// claims one of a paused queue: such a command is refused.
    /// </summary>
    Task OrderQueueAsync(QueueState order);

    /// <summary>A queue's order; null while it is open.</summary>
    Task<QueueState?> QueueOrderAsync(string queue);

    /// <summary>The orders of all queues that are not open, by name.</summary>
    Task<QueueState[]> QueueOrdersAsync();

    /// <summary>
    /// Adds what the cluster did during a part of a minute to that minute's and that hour's, and drops what is older than it is
    /// kept.
    /// </summary>
    Task AddStatsAsync(ClusterStats figures);

    /// <summary>What the cluster did, oldest first.</summary>
    Task<ClusterStats[]> HistoryAsync(HistoryStep step);

    /// <summary>Counts the jobs of every queue that has unfinished ones, by name.</summary>
    Task<QueueCount[]> CountQueuesAsync(DateTimeOffset now);

    /// <summary>
    /// Queued jobs of a queue, ready or not, up to a place in the order of submissions; in no order of their own.
    /// </summary>
    Task<Guid[]> WaitingAsync(string queue, long until, int limit);

    /// <summary>
    /// Keeps an artifact's row, in place of one of its name, if <see cref="ArtifactRules"/> allow. The same content again changes
    /// nothing.
    /// </summary>
    /// <param name="row">The row; its content is on disk.</param>
    /// <param name="owner">The owner of the run that keeps it; null for an input.</param>
    /// <param name="limits">How much may be kept with a job.</param>
    /// <returns>The content that nothing names any more, or why the row was refused.</returns>
    Task<(Guid? Replaced, string? Refusal)> KeepArtifactAsync(ArtifactRow row, string? owner, ArtifactLimits limits);

    /// <summary>What is kept with a job, by name.</summary>
    Task<ArtifactRow[]> ArtifactsAsync(Guid job);

    /// <summary>Removes the artifacts' rows of jobs; answers the jobs that have none now.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="onlyWithoutJob">Leaves alone those of jobs that exist.</param>
    Task<Guid[]> RemoveArtifactsAsync(IReadOnlyCollection<Guid> jobs, bool onlyWithoutJob);
}
