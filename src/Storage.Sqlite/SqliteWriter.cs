using Gristmill.Core;
using Gristmill.Jobs;
using Microsoft.Extensions.Logging;

namespace Gristmill.Storage.Sqlite;

/// <summary>
/// The single thread that writes. Group commit: writes that arrive during a commit share the next transaction and its fsync. A
/// write that arrives while the thread is idle is committed at once.
/// </summary>
internal sealed partial class SqliteWriter : IAsyncDisposable
{
    /// <summary>The most rows of a shared transaction. Bounds how long other processes wait for the lock.</summary>
    private const int MaxWeight = 1_000;

    /// <summary>How long to wait for the write lock before killing a suspended holder: one lease.</summary>
    private static readonly TimeSpan Patience = Lease.Length;

    private readonly string _file;
    private readonly WriteTrouble _trouble;
    private readonly SqliteDatabase _database;
    private readonly SqliteTables _tables;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly WriteLock _turn;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly Queue<PendingWrite> _waiting = new();
    private readonly AutoResetEvent _woken = new(false); // Never disposed of: somebody may be about to set it.
    private readonly ITimer _impatience;
    private long _waitsSince = long.MaxValue;
    private bool _idle;
    private bool _closing;
    private bool _awaitsDisk = true;

    /// <summary>Takes over the connection and the turn.</summary>
    public SqliteWriter(string file, SqliteDatabase database, WriteLock turn, TimeProvider clock, ILogger logger)
    {
        (_file, _database, _turn, _clock, _logger) = (file, database, turn, clock, logger);
        _trouble = new WriteTrouble(file, clock, logger);
        _tables = new SqliteTables(database);
        (_begin, _commit) = (database.Statement("BEGIN IMMEDIATE"), database.Statement("COMMIT"));
        _impatience = clock.CreateTimer(_ => FreeTurn(), null, Patience / 5, Patience / 5);
        new Thread(Run) { Name = "job store writer", IsBackground = true }.Start();
    }

    /// <summary>Why the file cannot be written now; null while it can.</summary>
    public string? Trouble => _trouble.Reason;

    /// <summary>Has it done in a transaction; the answer comes when that is on disk, or committed if it may be lost.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteTables, T> body, int weight = 1, bool mayBeLost = false)
    {
        var write = new PendingWrite<T>(body) { Weight = weight, MayBeLost = mayBeLost };
        bool wakes;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(IJobStore));
            _waiting.Enqueue(write);
            (wakes, _idle) = (_idle, false);
        }
        // Not under the lock, which is the first thing that the thread takes.
        if (wakes)
            _woken.Set();
        return write.Task;
    }

    /// <summary>The same for what has no answer but that it is on disk.</summary>
    public Task WriteAsync(Action<SqliteTables> body, int weight = 1, bool mayBeLost = false) =>
        WriteAsync(tables => { body(tables); return true; }, weight, mayBeLost);

    /// <summary>Does what is waiting, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
            _closing = true;
        _woken.Set();
        await _ended.Task;
        await _impatience.DisposeAsync();
    }

    private void TakeTurn()
    {
        Volatile.Write(ref _waitsSince, _clock.GetTimestamp());
        _turn.Take();
        Volatile.Write(ref _waitsSince, long.MaxValue);
    }

    private void FreeTurn()
    {
        var since = Volatile.Read(ref _waitsSince);
        if (since == long.MaxValue || _clock.GetElapsedTime(since) < Patience)
            return;
        foreach (var process in _turn.KillStopped())
            LogKilled(process, Times.Words(Patience));
    }

    private void Run()
    {
        var batch = new List<PendingWrite>();
        while (TakeBatch(batch))
        {
            try
            {
                Commit(batch);
                _trouble.Succeeded();
                batch.ForEach(write => write.Answer());
            }
            catch (Exception error)
            {
                var failure = _trouble.Failed(error, batch.Count);
                batch.ForEach(write => write.Fail(failure));
            }
        }
        Close();
        _ended.SetResult();
    }

    private bool TakeBatch(List<PendingWrite> batch)
    {
        batch.Clear();
        while (true)
        {
            lock (_gate)
            {
                var weight = 0;
                while (_waiting.TryPeek(out var next) && (batch.Count == 0 || weight + next.Weight <= MaxWeight))
                {
                    batch.Add(_waiting.Dequeue());
                    weight += next.Weight;
                }
                if (batch.Count > 0 || _closing)
                    return batch.Count > 0;
                _idle = true;
            }
            _woken.WaitOne();
        }
    }

    private void Commit(List<PendingWrite> batch)
    {
        TakeTurn();
        try
        {
            AwaitDisk(!batch.TrueForAll(write => write.MayBeLost));
            while (!TryApply(batch))
                Rollback();
            _commit.Run();
        }
        catch
        {
            Rollback();
            throw;
        }
        finally
        {
            _turn.Give();
        }
    }

    // NORMAL writes to the log and leaves its way to disk to the next commit that waits for it, or to the system: what is lost
    // with the machine's power are the last commits, and none in the middle. https://sqlite.org/pragma.html#pragma_synchronous
    private void AwaitDisk(bool awaits)
    {
        if (awaits != _awaitsDisk)
            _database.Execute(awaits ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
        _awaitsDisk = awaits;
    }

    /// <summary>
    /// False: the transaction is to be rolled back and tried again. A write failed halfway and spoiled it: that is marked, and
    /// the next attempt is without it. Or there is something in it for which the disk has to be waited for, whereas it was begun
    /// without.
    /// </summary>
    private bool TryApply(List<PendingWrite> batch)
    {
        var spoiled = false;
        _begin.Run();
        _tables.Begin(_clock.Now());
        foreach (var write in batch)
        {
            if (write.Faulted)
                continue;
            var before = _database.TotalChanges;
            write.Apply(_tables);
            if (!write.Faulted)
                continue;
            _database.ResetStatements();
            spoiled |= _database.TotalChanges != before;
            if (!_database.InTransaction) // SQLite has rolled it back by itself.
                return false;
        }
        if (spoiled || !_tables.NeedsDisk || _awaitsDisk)
            return !spoiled;
        Rollback();
        AwaitDisk(true);
        return false;
    }

    private void Rollback()
    {
        _database.ResetStatements();
        _tables.Forget();
        if (_database.InTransaction)
            _database.Execute("ROLLBACK");
    }

    private void Close()
    {
        try
        {
            TakeTurn();
            _database.Execute("PRAGMA wal_checkpoint(PASSIVE)");
        }
        catch (Exception error)
        {
            LogNotCheckpointed(error, _file);
        }
        _database.Dispose();
        _turn.Dispose();
    }
}
