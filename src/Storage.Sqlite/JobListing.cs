using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>
/// A page of rows, in the order of submission or of end, filtered by SQLite and continued by key, so that a page costs the same
/// wherever it is.
/// </summary>
internal static class JobListing
{
    private sealed record Filter(
        Func<JobQuery, bool> IsGiven, Func<JobQuery, ListCursor?, string> Sql, Action<SqliteStatement, JobQuery> Bind);

    private static readonly Filter[] Filters =
    [
        new(query => query.Task is not null, (_, _) => "task = ?", (rows, query) => rows.With(query.Task)),
        new(query => query.Queue is not null, (_, _) => "queue = ?", (rows, query) => rows.With(query.Queue)),
        new(query => query.Parent is not null, (_, _) => "parent = ?", (rows, query) => rows.With(query.Parent)),
        new(query => query.Since is not null, (_, _) => "created >= ?", (rows, query) => rows.With(query.Since)),
        new(query => query.Until is not null, (_, _) => "created < ?", (rows, query) => rows.With(query.Until)),
        new(query => query.EndedSince is not null, (query, from) => $"{Bound(query, from, ascending: true)} >= ?",
            (rows, query) => rows.With(query.EndedSince)),
        new(query => query.EndedUntil is not null, (query, from) => $"{Bound(query, from, ascending: false)} < ?",
            (rows, query) => rows.With(query.EndedUntil)),
        new(query => query.Tag is not null, (_, _) => "EXISTS (SELECT 1 FROM json_each(labels, '$.tags') WHERE value = ?)",
            (rows, query) => rows.With(query.Tag)),
        new(query => query.Text is not null, (query, _) => TextSearch.Condition(query.Text!),
            (rows, query) => TextSearch.Bind(rows, query.Text!)),
    ];

    public static (JobRow[] Rows, string? Next, string? Previous) Read(SqliteDatabase database, JobQuery query)
    {
        if (query.Limit is < 1 or > 1_000)
            throw new ArgumentException($"the limit of a listing is 1 to 1,000, and it was {query.Limit}");

        var from = ListCursor.Read(query.Cursor, query.ByEnd);
        var isBack = from is { IsBack: true };
        using var rows = database.PrepareOnce(JobColumns.Select + Where(query, from) + Order(query, from));
        Bind(rows, query);
        if (from?.Finished is { } finished)
            rows.With(finished);
        if (from is not null)
            rows.With(from.Sequence);
        var (page, more) = ReadPage(rows.With(query.Limit + 1), query.Limit);
        if (isBack)
            page.Reverse();
        string? To(JobRow row, bool isBack) => ListCursor.Write(row, query.ByEnd, isBack);
        return (
            [.. page],
            page is [.., var last] && (isBack || more) ? To(last, isBack: false) : null,
            page is [var first, ..] && (isBack ? more : from is not null) ? To(first, isBack: true) : null);
    }

    private static (List<JobRow> Page, bool More) ReadPage(SqliteStatement rows, int limit)
    {
        var page = new List<JobRow>();
        for (var size = 0L; rows.Step(); size += Size(page[^1]))
        {
            if (page.Count == limit || size >= Limits.AnswerCharacters)
                return (page, More: true);
            page.Add(JobColumns.Read(rows));
        }
        return (page, More: false);
    }

    private static string Order(JobQuery query, ListCursor? from)
    {
        var (than, direction) = IsAscending(query, from) ? (">", "") : ("<", " DESC");
        var behind = from is null ? "" : query.ByEnd ? $" AND (finished, seq) {than} (?, ?)" : $" AND seq {than} ?";
        return $"{behind} ORDER BY {(query.ByEnd ? $"finished{direction}, " : "")}seq{direction} LIMIT ?";
    }

    private static long Size(JobRow row) => row.Arguments.Length + (row.Result?.Length ?? 0);

    public static long Count(SqliteDatabase database, JobQuery query)
    {
        using var rows = database.PrepareOnce("SELECT count(*) FROM jobs" + Where(query, null));
        return Bind(rows, query).ReadAll(row => row.ReadInt64())[0];
    }

    private static bool IsAscending(JobQuery query, ListCursor? from) => query.OldestFirst != (from is { IsBack: true });

    // Where a cursor bounds the same side, the index is to be entered there: the plus keeps SQLite from doing so at the query's
    // bound.
    private static string Bound(JobQuery query, ListCursor? from, bool ascending) =>
        from is not null && IsAscending(query, from) == ascending ? "+finished" : "finished";

    private static string Where(JobQuery query, ListCursor? from) =>
        string.Join(
            " AND ", Filters.Where(filter => filter.IsGiven(query)).Select(filter => filter.Sql(query, from)).Prepend(Among(query)));

    private static SqliteStatement Bind(SqliteStatement rows, JobQuery query)
    {
        foreach (var filter in Filters.Where(filter => filter.IsGiven(query)))
            filter.Bind(rows, query);
        return rows;
    }

    /// <summary>
    /// Names the smallest index that has all rows of the statuses, or of the ends, if one has. Statuses are literals, and an
    /// index's own condition is repeated: SQLite would not see otherwise that the index applies.
    /// </summary>
    private static string Among(JobQuery query)
    {
        var statuses = query.Statuses;
        var any = statuses.Length == 0 ? "true"
            : $"status IN ({string.Join(", ", statuses.Distinct().Select(each => (int)each))})";
        var isFailed = statuses.Length > 0 && statuses.All(status => status is JobStatus.Error or JobStatus.Canceled);
        if (query.ByEnd)
        {
            return isFailed
                ? $" INDEXED BY jobs_failed_ended WHERE status IN (4, 5) AND {any}"
                : $" INDEXED BY jobs_ended WHERE finished IS NOT NULL AND {any}";
        }
        if (statuses.Length == 0)
            return $" WHERE {any}";
        if (statuses.All(status => status.IsHeld()))
            return $" INDEXED BY jobs_held WHERE owner IS NOT NULL AND {any}";
        if (statuses.All(status => !status.IsTerminal()))
            return $" INDEXED BY jobs_open WHERE finished IS NULL AND {any}";
        if (isFailed)
            return $" INDEXED BY jobs_failed WHERE status IN (4, 5) AND {any}";
        return $" WHERE {any}";
    }
}
