using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>
/// The reads about jobs that a limit holds back. Such a job carries the limit's key in its own row, and is in no ready line.
/// </summary>
internal static class BlockedRows
{
    // The keys by steps along the index: their number counts, not that of the jobs.
    private const string Keys =
        "WITH RECURSIVE k(waits) AS (SELECT (SELECT waits FROM jobs INDEXED BY jobs_limited WHERE waits>'' ORDER BY waits LIMIT 1)" +
        " UNION ALL SELECT (SELECT waits FROM jobs INDEXED BY jobs_limited WHERE waits>k.waits ORDER BY waits LIMIT 1) FROM k WHERE k.waits IS NOT NULL)" +
        " SELECT waits FROM k WHERE waits IS NOT NULL";

    private const string Blocked = JobColumns.Select
        + " INDEXED BY jobs_limited WHERE waits=? ORDER BY priority DESC, seq LIMIT ?";

    public static JobRow[] First(SqliteDatabase database, string limit, int count) =>
        database.Statement(Blocked).With(limit).With(count).ReadAll(JobColumns.Read);

    /// <summary>Jobs that are held back by limits with room again.</summary>
    public static Guid[] Free(SqliteDatabase database, DateTimeOffset now, int most)
    {
        var free = new List<Guid>();
        foreach (var key in database.Statement(Keys).ReadAll(row => row.ReadText()))
        {
            if (free.Count >= most)
                break;
            if (First(database, key, 1) is not [{ Options.Limits: { } limits }]
                || Array.Find(limits, limit => limit.Key == key) is not { } limit)
                continue;
            var room = JobLimits.Room(limit, CountSlots(database, key), BucketFullAt(database, key), now);
            free.AddRange(First(database, key, Math.Clamp(room, 0, most)).Select(row => row.Id));
        }
        return [.. free];
    }

    public static int CountSlots(SqliteDatabase database, string limit)
    {
        var rows = database.Statement("SELECT count(*) FROM slots WHERE key=?").With(limit).ReadAll(row => row.ReadInt32());
        return rows[0];
    }

    public static DateTimeOffset? BucketFullAt(SqliteDatabase database, string limit) =>
        database.Statement("SELECT full_at FROM rates WHERE key=?").With(limit).ReadAll(row => row.ReadTime()) is [var full]
            ? full : null;
}
