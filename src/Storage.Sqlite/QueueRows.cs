using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>The reads about queues. The counts come from the partial indexes, which hold no finished job.</summary>
internal static class QueueRows
{
    private const string Orders = "SELECT name, mode, reason, by, since FROM queues";

    // Jobs whose time has come count as ready, whether or not a writer has put them into their line yet.
    private const string Counts =
        """
        SELECT queue, ready, delayed, held, (SELECT wake_at FROM jobs WHERE seq=first) FROM (
        SELECT queue, sum(ready) AS ready, sum(delayed) AS delayed, sum(held) AS held, min(first) AS first FROM (
            SELECT queue, count(*) AS ready, 0 AS delayed, 0 AS held, min(seq) AS first
                FROM jobs INDEXED BY jobs_ready WHERE status=1 AND asleep=0 GROUP BY queue
            UNION ALL
            SELECT queue, sum(wake_at<=?1), sum(wake_at>?1), 0, min(CASE WHEN wake_at<=?1 THEN seq END)
                FROM jobs INDEXED BY jobs_asleep WHERE asleep=1 GROUP BY queue
            UNION ALL
            SELECT queue, 0, count(*), 0, NULL FROM jobs INDEXED BY jobs_limited WHERE waits IS NOT NULL AND asleep=2 GROUP BY queue
            UNION ALL
            SELECT queue, 0, 0, count(*), NULL FROM jobs INDEXED BY jobs_held WHERE owner IS NOT NULL GROUP BY queue)
        GROUP BY queue) ORDER BY queue
        """;

    private static readonly string[] Waitings =
    [
        "SELECT id FROM jobs INDEXED BY jobs_ready WHERE queue=? AND status=1 AND asleep=0 AND seq<=? LIMIT ?",
        "SELECT id FROM jobs INDEXED BY jobs_asleep WHERE queue=? AND asleep=1 AND seq<=? LIMIT ?",
        "SELECT id FROM jobs INDEXED BY jobs_limited WHERE queue=? AND waits IS NOT NULL AND asleep=2 AND seq<=? LIMIT ?",
    ];

    public static QueueState? Find(SqliteDatabase database, string queue) =>
        database.Statement(Orders + " WHERE name=?").With(queue).ReadAll(Read).SingleOrDefault();

    public static QueueState[] All(SqliteDatabase database) => database.Statement(Orders + " ORDER BY name").ReadAll(Read);

    public static QueueCount[] Count(SqliteDatabase database, DateTimeOffset now) =>
        database.Statement(Counts).With(now).ReadAll(row =>
        new QueueCount(row.ReadText(), row.ReadInt64(), row.ReadInt64(), row.ReadInt64(), row.ReadTimeOrNull()));

    public static Guid[] Waiting(SqliteDatabase database, string queue, long until, int limit)
    {
        var waiting = new List<Guid>();
        foreach (var sql in Waitings)
            waiting.AddRange(database.Statement(sql).With(queue).With(until).With(limit - waiting.Count)
                .ReadAll(row => row.ReadGuid()));
        return [.. waiting];
    }

    private static QueueState Read(SqliteStatement row) =>
        new(row.ReadText(), (QueueMode)row.ReadInt32(), row.ReadTextOrNull(), row.ReadTextOrNull(), row.ReadTime());
}
