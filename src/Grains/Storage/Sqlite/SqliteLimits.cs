using Gristmill.Jobs;

namespace Gristmill.Storage;

/// <summary>
/// Slots that running jobs have, and buckets of starts: one row a slot and job, so that a slot can be neither taken twice nor freed
/// twice; one a bucket that is not full. A job that a limit holds back carries the limit's key in its own row and is in no ready line.
/// </summary>
internal sealed class SqliteLimits(SqliteDatabase database)
{
    // The keys by steps along the index: their number counts, not that of the jobs.
    private const string Keys =
        "WITH RECURSIVE k(waits) AS (SELECT (SELECT waits FROM jobs INDEXED BY jobs_limited WHERE waits>'' ORDER BY waits LIMIT 1)" +
        " UNION ALL SELECT (SELECT waits FROM jobs INDEXED BY jobs_limited WHERE waits>k.waits ORDER BY waits LIMIT 1) FROM k WHERE k.waits IS NOT NULL)" +
        " SELECT waits FROM k WHERE waits IS NOT NULL";

    private const string Waiting = JobColumns.Select + " INDEXED BY jobs_limited WHERE waits=? ORDER BY priority DESC, seq LIMIT ?";

    /// <summary>The limit that keeps a change from making its job run; null if none does.</summary>
    public JobLimit? FindFull(JobRow? before, JobRow after, DateTimeOffset now) =>
        after.HasSlots() && !before.HasSlots() ? Array.Find(after.Options.Limits!, limit => Room(limit, now) <= 0) : null;

    /// <summary>Takes or frees what the saved change does. The keys of limits that have let go of a slot are answered.</summary>
    public JobLimit[] Keep(JobRow? before, JobRow after, bool neverStarted, DateTimeOffset now)
    {
        var (had, has) = (before.HasSlots(), after.HasSlots());
        if (had == has)
            return [];
        foreach (var limit in after.Options.Limits!)
        {
            if (has)
                Take(limit, after, now);
            else
                Free(limit, after, neverStarted);
        }
        return has ? [] : after.Options.Limits;
    }

    /// <summary>The jobs that a limit holds back and that come first.</summary>
    public JobRow[] First(string key, int count) => database.Statement(Waiting).With(key).With(count).ReadAll(JobColumns.Read);

    /// <summary>Jobs that are held back by limits with room again.</summary>
    public Guid[] Free(DateTimeOffset now, int most)
    {
        var free = new List<Guid>();
        foreach (var key in database.Statement(Keys).ReadAll(row => row.ReadText()))
        {
            if (free.Count >= most)
                break;
            if (First(key, 1) is [{ Options.Limits: { } limits }] && Array.Find(limits, limit => limit.Key == key) is { } limit)
                free.AddRange(First(key, Math.Clamp(Room(limit, now), 0, most)).Select(row => row.Id));
        }
        return [.. free];
    }

    /// <summary>How many more runs the limit lets start now.</summary>
    public int Room(JobLimit limit, DateTimeOffset now) => Math.Min(
        limit.MaxConcurrent is { } most ? most - Taken(limit.Key) : int.MaxValue,
        limit.MaxStarts is null ? int.MaxValue : JobLimits.Starts(limit, Full(limit.Key), now));

    private void Take(JobLimit limit, JobRow job, DateTimeOffset now)
    {
        if (limit.MaxConcurrent is not null)
            database.Statement("INSERT INTO slots (key, job) VALUES (?,?)").With(limit.Key).With(job.Sequence).Run();
        if (limit.MaxStarts is null)
            return;
        var full = JobLimits.FullAfterStart(limit, Full(limit.Key), now);
        database.Statement("DELETE FROM rates WHERE full_at<=?").With(now).Run();
        database.Statement("INSERT OR REPLACE INTO rates (key, full_at) VALUES (?,?)").With(limit.Key).With(full).Run();
    }

    private void Free(JobLimit limit, JobRow job, bool neverStarted)
    {
        database.Statement("DELETE FROM slots WHERE key=? AND job=?").With(limit.Key).With(job.Sequence).Run();
        if (neverStarted && limit.MaxStarts is not null && Full(limit.Key) is { } full)
            database.Statement("UPDATE rates SET full_at=? WHERE key=?").With(JobLimits.FullAfterReturn(limit, full)).With(limit.Key).Run();
    }

    private int Taken(string key)
    {
        var rows = database.Statement("SELECT count(*) FROM slots WHERE key=?").With(key).ReadAll(row => row.ReadInt32());
        return rows[0];
    }

    private DateTimeOffset? Full(string key) =>
        database.Statement("SELECT full_at FROM rates WHERE key=?").With(key).ReadAll(row => row.ReadTime()) is [var full] ? full : null;
}
