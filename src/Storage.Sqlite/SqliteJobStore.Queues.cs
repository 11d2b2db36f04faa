using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>The queues' own rows, and what the job table says of queues.</summary>
public sealed partial class SqliteJobStore
{
    public Task OrderQueueAsync(QueueState order) => Writer.WriteAsync(tables => tables.OrderQueue(order));

    public Task<QueueState?> QueueOrderAsync(string queue) => Readers.ReadAsync(database => QueueRows.Find(database, queue));

    public Task<QueueState[]> QueueOrdersAsync() => Readers.ReadAsync(QueueRows.All);

    public Task<QueueCount[]> CountQueuesAsync(DateTimeOffset now) =>
        Readers.ReadAsync(database => QueueRows.Count(database, now));

    public Task<Guid[]> WaitingAsync(string queue, long until, int limit) =>
        Readers.ReadAsync(database => QueueRows.Waiting(database, queue, until, limit));
}
