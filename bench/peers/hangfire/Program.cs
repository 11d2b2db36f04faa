// The Hangfire counterpart. Its argument is the SQLite file; without one it keeps its jobs in memory.
using Gristmill.Bench.Peers.Hangfire;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.Storage.SQLite;

// Nobody tells these workers of a new job, so each looks for one; ten that look every 5 ms would take a quarter of a core.
JobStorage storage = args is [var file]
    ? new SQLiteStorage(file, new SQLiteStorageOptions { QueuePollInterval = TimeSpan.FromMilliseconds(10) })
    : new InMemoryStorage();
await new HangfirePeer(storage).ServeAsync(Console.In, Console.Out);
