using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>
/// Unique keys, slots and buckets of starts. A key is a column of its holder's row and an index in which each key is once, so
/// that it cannot outlive its job. One row a slot and job, so that a slot can be neither taken nor freed twice; one a bucket that
/// is not full.
/// </summary>
internal sealed partial class SqliteTables
{
    private readonly SqliteStatement _keyHolder =
        database.Statement(JobColumns.Select + " INDEXED BY jobs_unique WHERE unique_key=?");

    public JobRow? FindKeyHolder(string key) => ReadRow(_keyHolder.With(key));

    public int CountSlots(string limit) => BlockedRows.CountSlots(database, limit);

    public void AddSlot(string limit, JobRow row) =>
        database.Statement("INSERT INTO slots (key, job) VALUES (?,?)").With(limit).With(row.Sequence).Run();

    public void RemoveSlot(string limit, JobRow row) =>
        database.Statement("DELETE FROM slots WHERE key=? AND job=?").With(limit).With(row.Sequence).Run();

    public DateTimeOffset? BucketFullAt(string limit) => BlockedRows.BucketFullAt(database, limit);

    public void SetBucketFullAt(string limit, DateTimeOffset time)
    {
        database.Statement("DELETE FROM rates WHERE full_at<=?").With(Now).Run();
        database.Statement("INSERT OR REPLACE INTO rates (key, full_at) VALUES (?,?)").With(limit).With(time).Run();
    }

    public JobRow? FindFirstBlocked(string limit) => BlockedRows.First(database, limit, 1).SingleOrDefault();
}
