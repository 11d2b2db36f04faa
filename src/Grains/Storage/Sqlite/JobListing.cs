using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Gristmill.Jobs;

namespace Gristmill.Storage;

/// <summary>A page of rows, in the order of submission, filtered by SQLite and continued by key, so that a page costs the same wherever it is.</summary>
internal static class JobListing
{
    private sealed record Filter(Func<JobQuery, bool> IsGiven, string Sql, Action<SqliteStatement, JobQuery> Bind);

    private static readonly Filter[] Filters =
    [
        new(query => query.Task is not null, "task = ?", (rows, query) => rows.With(query.Task)),
        new(query => query.Queue is not null, "queue = ?", (rows, query) => rows.With(query.Queue)),
        new(query => query.Parent is not null, "parent = ?", (rows, query) => rows.With(query.Parent)),
        new(query => query.Since is not null, "created >= ?", (rows, query) => rows.With(query.Since)),
        new(query => query.Until is not null, "created < ?", (rows, query) => rows.With(query.Until)),
        new(query => query.Tag is not null, "EXISTS (SELECT 1 FROM json_each(labels, '$.tags') WHERE value = ?)",
            (rows, query) => rows.With(query.Tag)),
        new(query => query.Text is not null, "instr(lower(title || ' ' || task || ' ' || coalesce(options ->> '$.transforms.arguments', args) || ' ' || coalesce(error, '')), lower(?)) > 0",
            (rows, query) => rows.With(query.Text)),
    ];

    public static (JobRow[] Rows, string? Next) Read(SqliteDatabase database, JobQuery query)
    {
        if (query.Limit is < 1 or > 1_000)
            throw new ArgumentException($"the limit of a listing is 1 to 1,000, and it was {query.Limit}");

        var (from, order) = query.OldestFirst ? (" AND seq > ?", " ORDER BY seq LIMIT ?") : (" AND seq < ?", " ORDER BY seq DESC LIMIT ?");
        using var rows = database.PrepareOnce(JobColumns.Select + Where(query) + from + order);
        Bind(rows, query).With(ReadCursor(query.Cursor) ?? (query.OldestFirst ? 0 : long.MaxValue)).With(query.Limit + 1);
        var page = new List<JobRow>();
        for (var size = 0L; rows.Step(); size += Size(page[^1]))
        {
            if (page.Count == query.Limit || size >= Limits.AnswerCharacters)
                return ([.. page], WriteCursor(page[^1].Sequence));
            page.Add(JobColumns.Read(rows));
        }
        return ([.. page], null);
    }

    private static long Size(JobRow row) => row.Arguments.Length + (row.Result?.Length ?? 0);

    public static long Count(SqliteDatabase database, JobQuery query)
    {
        using var rows = database.PrepareOnce("SELECT count(*) FROM jobs" + Where(query));
        return Bind(rows, query).ReadAll(row => row.ReadInt64())[0];
    }

    private static string Where(JobQuery query) =>
        string.Join(" AND ", Filters.Where(filter => filter.IsGiven(query)).Select(filter => filter.Sql).Prepend(Among(query.Statuses)));

    private static SqliteStatement Bind(SqliteStatement rows, JobQuery query)
    {
        foreach (var filter in Filters.Where(filter => filter.IsGiven(query)))
            filter.Bind(rows, query);
        return rows;
    }

    /// <summary>
    /// Names the smallest index that has all rows of these statuses, if one has. Statuses are literals, and an index's own condition is
    /// repeated: SQLite would not see otherwise that the index applies.
    /// </summary>
    private static string Among(JobStatus[] statuses)
    {
        if (statuses.Length == 0)
            return " WHERE true";
        var any = $"status IN ({string.Join(", ", statuses.Distinct().Select(status => (int)status))})";
        if (statuses.All(status => status.IsHeld()))
            return $" INDEXED BY jobs_held WHERE owner IS NOT NULL AND {any}";
        if (statuses.All(status => !status.IsTerminal()))
            return $" INDEXED BY jobs_open WHERE finished IS NULL AND {any}";
        if (statuses.All(status => status is JobStatus.Error or JobStatus.Canceled))
            return $" INDEXED BY jobs_failed WHERE status IN (4, 5) AND {any}";
        return $" WHERE {any}";
    }

    private static string WriteCursor(long sequence) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(sequence.ToString(CultureInfo.InvariantCulture)));

    private static long? ReadCursor(string? cursor)
    {
        if (cursor is null)
            return null;
        Span<byte> text = stackalloc byte[24];
        if (cursor.Length <= 32 && Base64Url.IsValid(cursor) && Base64Url.TryDecodeFromChars(cursor, text, out var length)
            && long.TryParse(text[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            return sequence;
        }
        throw new ArgumentException(
            $"'{cursor}' is no cursor of a listing; pass the one that came with the page before, or none to start with the first page");
    }
}
