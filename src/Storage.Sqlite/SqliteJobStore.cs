using Gristmill.Jobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gristmill.Storage.Sqlite;

/// <summary>
/// The jobs in an SQLite file, <c>jobs.db</c> of the data folder, for all silos of one machine: each process has a store of its
/// own on the same file. Commands go through one writer thread a process (<see cref="SqliteWriter"/>), reads through connections
/// of their own.
/// </summary>
public sealed partial class SqliteJobStore(string folder, TimeProvider clock, ILogger<SqliteJobStore>? logger = null) : IJobStore
{
    private readonly string _file = Path.Combine(Path.GetFullPath(folder), "jobs.db");
    private SqliteWriter? _writer;
    private SqliteReaders? _readers;

    /// <summary>The most bytes that the file may grow to; null for as many as the disk has.</summary>
    public long? MaxBytes { get; init; }

    public string Description => $"SQLite {_file}";

    public string? Trouble => _writer?.Trouble;

    public Task OpenAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var (database, turn) = SqliteFile.Open(_file, MaxBytes);
            _writer = new SqliteWriter(_file, database, turn, clock, logger ?? NullLogger<SqliteJobStore>.Instance);
            _readers = new SqliteReaders(_file);
        },
        cancellationToken);

    public Task<JobAnswer> ExecuteAsync(JobCommand command) =>
        Writer.WriteAsync(tables => JobCommandExecutor.Execute(command, tables), mayBeLost: command.MayBeLost);

    public Task<JobAnswer[]> ExecuteAsync(IReadOnlyList<JobCommand> commands) => commands.Count == 0
        ? Task.FromResult<JobAnswer[]>([])
        : Writer.WriteAsync(
            tables => commands.Select(command => JobCommandExecutor.Execute(command, tables)).ToArray(), commands.Count,
            commands.All(command => command.MayBeLost));

    public Task<JobRow?> FindAsync(Guid job) => Readers.ReadAsync(database => SqliteQueries.Find(database, job));

    public Task<(JobRow Row, JobEvent[] History)?> FindWithHistoryAsync(Guid job) =>
        Readers.ReadAsync(database => SqliteQueries.FindWithHistory(database, job));

    public Task<(JobRow[] Rows, string? Next, string? Previous)> ListAsync(JobQuery query) =>
        Readers.SearchAsync(database => JobListing.Read(database, query));

    public Task<long> CountAsync(JobQuery query) => Readers.SearchAsync(database => JobListing.Count(database, query));

    public Task<QueueEntry[]> ReadyAsync(string queue, IReadOnlyCollection<string> tasks, int limit, DateTimeOffset now) =>
        Readers.ReadAsync(database => ReadyLine.Read(database, queue, tasks, limit, now));

    public Task<int> AheadAsync(JobRow job, IReadOnlyCollection<string> tasks, int most) =>
        Readers.ReadAsync(database => ReadyLine.CountAhead(database, job, tasks, most));

    public Task<HeldRun[]> HeldByAsync(string owner) => Readers.ReadAsync(database => SqliteQueries.HeldBy(database, owner));

    public Task<Guid[]> ExpiredAsync(DateTimeOffset now, int limit) =>
        Readers.ReadAsync(database => SqliteQueries.Expired(database, now, limit));

    public Task<Guid[]> HeldBackAsync(DateTimeOffset now, int limit) =>
        Readers.ReadAsync(database => BlockedRows.Free(database, now, limit));

    public Task<ChildCount[]> ChildrenAsync(Guid parent) =>
        Readers.ReadAsync(database => SqliteQueries.Children(database, parent));

    public Task<string[]> OwnersAsync() => Readers.ReadAsync(SqliteQueries.Owners);

    public Task AppendLogAsync(IReadOnlyList<LogEntry> lines) => lines.Count == 0
        ? Task.CompletedTask
        : Writer.WriteAsync(tables => tables.AppendLog(lines), lines.Count);

    public Task<JobLogLine[]> LogAsync(Guid job, long after, int limit) =>
        Readers.ReadAsync(database => SqliteQueries.Log(database, job, after, limit));

    public Task<bool> SaveWorkerAsync(SiloView worker) => Writer.WriteAsync(tables => tables.SaveWorker(worker));

    public Task<bool> CordonAsync(string owner, bool cordoned) => Writer.WriteAsync(tables => tables.Cordon(owner, cordoned));

    public Task RemoveWorkerAsync(string owner) => Writer.WriteAsync(tables => tables.RemoveWorker(owner));

    public Task AddTaskStatsAsync(string owner, IReadOnlyList<TaskStats> ended) =>
        Writer.WriteAsync(tables => tables.AddTaskStats(owner, ended), mayBeLost: true);

    public Task<TaskStats[]> EndedPoolsStatsAsync() => Readers.ReadAsync(SqliteTables.EndedPoolsStats);

    public Task<SiloView[]> WorkersAsync() => Readers.ReadAsync(SqliteQueries.Workers);

    /// <summary>Completes what was begun, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_readers is not null)
            await _readers.DisposeAsync();
        if (_writer is not null)
            await _writer.DisposeAsync();
    }

    private SqliteWriter Writer => _writer ?? throw NotOpen();

    private SqliteReaders Readers => _readers ?? throw NotOpen();

    private static InvalidOperationException NotOpen() => new($"the job store is not open: call {nameof(OpenAsync)} first");
}
