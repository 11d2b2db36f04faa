using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>The reads of retention. Jobs that ended well are met in the order of the table itself.</summary>
internal static class EndedRows
{
    private const string Place = "SELECT seq, id, status, created, finished, result IS NOT NULL FROM jobs";

    public static JobPosition[] Places(SqliteDatabase database, bool failed, long after, int limit) =>
        database.Statement($"{Place} {(failed ? "INDEXED BY jobs_failed WHERE status IN (4, 5)" : "WHERE true")} AND seq>? ORDER BY seq LIMIT ?")
            .With(after).With(limit)
            .ReadAll(row =>
                new JobPosition(row.ReadInt64(), row.ReadGuid(), (JobStatus)row.ReadInt32(), row.ReadTime(), row.ReadTimeOrNull(), row.ReadBoolean()));

    /// <summary>
    /// Counts the indexes' entries, and not even those while the numbers of the rows say that there cannot be too many.
    /// </summary>
    public static EndedCount Count(SqliteDatabase database, long most)
    {
        if (Number(database, "SELECT coalesce((SELECT max(seq) FROM jobs) - (SELECT min(seq) FROM jobs) + 1, 0)") <= most)
            return default;
        var failed = Number(database, "SELECT count(*) FROM jobs INDEXED BY jobs_failed WHERE status IN (4, 5)");
        var open = Number(database, "SELECT count(*) FROM jobs INDEXED BY jobs_open WHERE finished IS NULL");
        return new EndedCount(Number(database, "SELECT count(*) FROM jobs") - open - failed, failed);
    }

    private static long Number(SqliteDatabase database, string sql) => database.Statement(sql).ReadAll(row => row.ReadInt64())[0];
}
