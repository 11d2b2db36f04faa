using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>The reads that are no listing: single rows, and what silos hold.</summary>
internal static class SqliteQueries
{
    public static JobRow? Find(SqliteDatabase database, Guid job)
    {
        var rows = database.Statement(JobColumns.Select + " WHERE id=?").With(job);
        return rows.Step() ? JobColumns.Read(rows) : null;
    }

    public static (JobRow Row, JobEvent[] History)? FindWithHistory(SqliteDatabase database, Guid job)
    {
        var rows = database.Statement(JobColumns.SelectWithHistory + " WHERE id=?").With(job);
        return rows.Step() ? (JobColumns.Read(rows), StoredJson.ReadHistory(rows.ReadText())) : null;
    }

    public static HeldRun[] HeldBy(SqliteDatabase database, string owner)
    {
        var rows = database.Statement("SELECT id, run, status, cancel_reason FROM jobs INDEXED BY jobs_held WHERE owner=? ORDER BY seq");
        return rows.With(owner)
            .ReadAll(row => new HeldRun(row.ReadGuid(), row.ReadInt32(), (JobStatus)row.ReadInt32(), row.ReadTextOrNull()));
    }

    public static Guid[] Expired(SqliteDatabase database, DateTimeOffset now, int limit) =>
        database.Statement("SELECT id FROM jobs INDEXED BY jobs_expiring WHERE expires_at IS NOT NULL AND expires_at<=? ORDER BY expires_at LIMIT ?")
            .With(now).With(limit).ReadAll(row => row.ReadGuid());

    public static ChildCount[] Children(SqliteDatabase database, Guid parent) =>
        database.Statement("SELECT status, count(*) FROM jobs INDEXED BY jobs_family WHERE parent=? GROUP BY status ORDER BY status")
            .With(parent).ReadAll(row => new ChildCount((JobStatus)row.ReadInt32(), row.ReadInt32()));

    public static string[] Owners(SqliteDatabase database) =>
        database.Statement("SELECT DISTINCT owner FROM jobs INDEXED BY jobs_held WHERE owner IS NOT NULL")
            .ReadAll(row => row.ReadText());

    public static JobLogLine[] Log(SqliteDatabase database, Guid job, long after, int limit)
    {
        var rows = database.Statement(
            "SELECT line, run, time, level, text FROM log WHERE job=(SELECT seq FROM jobs WHERE id=?) AND line>? ORDER BY line LIMIT ?");
        return rows.With(job).With(after).With(limit).ReadAll(row =>
            new JobLogLine(row.ReadInt64(), row.ReadInt32(), row.ReadTime(), row.ReadText(), row.ReadText()));
    }

    public static SiloView[] Workers(SqliteDatabase database) =>
        database.Statement("SELECT view FROM workers ORDER BY owner").ReadAll(row => StoredJson.ReadWorker(row.ReadText()));
}
