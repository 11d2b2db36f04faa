// The Hangfire counterpart. Its argument is the SQLite file; without one it keeps its jobs in memory.
using Gristmill.Bench.Peers.Hangfire;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.Storage.SQLite;

// Nobody tells the workers of a new job: each looks for one, and no more often, since ten that look every 5 ms take a quarter of a core.
JobStorage storage = args is [var file]
    ? new SQLiteStorage(file, new SQLiteStorageOptions { QueuePollInterval = TimeSpan.FromMilliseconds(10) })
    : new InMemoryStorage();
await new HangfirePeer(storage).ServeAsync();
