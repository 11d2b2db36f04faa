using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>How jobs leave the store.</summary>
public sealed partial class SqliteJobStore
{
    public Task<JobPosition[]> PlacesAsync(bool failed, long after, int limit) =>
        Readers.ReadAsync(database => EndedRows.Places(database, failed, after, limit));

    public Task<EndedCount> CountEndedAsync(long most) => Readers.ReadAsync(database => EndedRows.Count(database, most));

    public Task<Guid[]> DeleteAsync(IReadOnlyList<JobPosition> ended) => ended.Count == 0
        ? Task.FromResult<Guid[]>([])
        : Writer.WriteAsync(tables => tables.Delete(ended), ended.Count);

    public Task DropResultsAsync(IReadOnlyList<JobPosition> ended) => ended.Count == 0
        ? Task.CompletedTask
        : Writer.WriteAsync(tables => tables.DropResults(ended), ended.Count);
}
