using System.Collections.Concurrent;
using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>
/// A few connections for reading, each used by one reader at a time. They see the last commit and never wait for a writer.
/// </summary>
internal sealed class SqliteReaders(string file) : IAsyncDisposable
{
    private const int Most = 4;

    private const int MostSearches = Most / 2;

    private readonly SemaphoreSlim _free = new(Most);
    private readonly SemaphoreSlim _searches = new(MostSearches);
    private readonly ConcurrentBag<SqliteDatabase> _idle = [];
    private volatile bool _closed;

    /// <summary>
    /// Runs a query off the caller's thread, since it may wait for the disk. Nothing of it needs the caller's context either: a
    /// grain whose silo goes down in between would never give its place back.
    /// </summary>
    public Task<T> ReadAsync<T>(Func<SqliteDatabase, T> query) => Task.Run(async () =>
    {
        await _free.WaitAsync();
        try
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(IJobStore));
            return Read(query);
        }
        finally
        {
            _free.Release();
        }
    });

    /// <summary>
    /// Runs a query that may go through all jobs: a few of these leave connections for heartbeats and queues, however many people
    /// search.
    /// </summary>
    public Task<T> SearchAsync<T>(Func<SqliteDatabase, T> query) => Task.Run(async () =>
    {
        await _searches.WaitAsync();
        try
        {
            return await ReadAsync(query);
        }
        finally
        {
            _searches.Release();
        }
    });

    /// <summary>Waits for those who read, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        for (var i = 0; i < Most; i++)
            await _free.WaitAsync();
        while (_idle.TryTake(out var database))
            database.Dispose();
        _free.Release(Most); // Whoever waits still is told that it is closed.
    }

    private T Read<T>(Func<SqliteDatabase, T> query)
    {
        if (!_idle.TryTake(out var database))
            database = Open();
        try
        {
            return query(database);
        }
        finally
        {
            database.ResetStatements();
            _idle.Add(database);
        }
    }

    private SqliteDatabase Open()
    {
        var database = new SqliteDatabase(file);
        database.Execute("PRAGMA query_only=ON; PRAGMA cache_size=-8000");
        return database;
    }
}
