using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>
/// Writes rows of jobs. An update names the columns that changed and no other: SQLite then leaves the indexes alone in which none
/// of them lies. Which ones a command changes repeats, so that there are few different statements.
/// </summary>
internal sealed class JobRowWriter(SqliteDatabase database)
{
    private readonly SqliteStatement _insert = database.Statement(
        $"INSERT INTO jobs ({string.Join(", ", JobColumns.Fixed.Concat(JobColumns.Changing).Select(column => column.Name))}, history)" +
        $" VALUES ({string.Join(',', Enumerable.Repeat('?', JobColumns.Fixed.Length + JobColumns.Changing.Length + 1))})");

    private readonly Dictionary<(uint Columns, string? History), SqliteStatement> _updates = [];
    private readonly SqliteStatement _history = database.Statement("SELECT history FROM jobs WHERE seq=?");

    /// <summary>Inserts the row, and gives it its place in the order of commits.</summary>
    public void Insert(JobRow row, JobEvent? happened)
    {
        foreach (var column in JobColumns.Fixed)
            column.Bind(row, _insert);
        foreach (var column in JobColumns.Changing)
            column.Bind(row, _insert);
        _insert.With(StoredJson.Write(happened)).Run();
        row.Sequence = database.LastInsertedRow;
    }

    /// <summary>Writes what a change has changed.</summary>
    public void Update(JobRow before, JobRow after, JobEvent? happened)
    {
        var changed = 0u;
        for (var i = 0; i < JobColumns.Changing.Length; i++)
        {
            if (JobColumns.Changing[i].Differs(before, after))
                changed |= 1u << i;
        }
        if (changed == 0 && happened is null)
            return;

        // It mostly grows, which needs no reading of what is there.
        var grows = happened is not null && after.Attempt <= JobHistory.WholeRuns;
        var history = happened is null ? null : grows ? StoredJson.Write(happened)
            : StoredJson.Write(JobHistory.Add(History(before), happened));
        var update = Statement(changed, happened is null ? null : grows ? "history=history||?" : "history=?");
        for (var i = 0; i < JobColumns.Changing.Length; i++)
        {
            if ((changed & (1u << i)) != 0)
                JobColumns.Changing[i].Bind(after, update);
        }
        if (history is not null)
            update.With(history);
        update.With(before.Sequence).Run();
    }

    /// <summary>Takes the events of a held row's attempt out of its history.</summary>
    public void ForgetAttempt(JobRow held)
    {
        var history = History(held).Where(happened => happened.Run != held.Attempt);
        Statement(0, "history=?").With(StoredJson.Write([.. history])).With(held.Sequence).Run();
    }

    private JobEvent[] History(JobRow row) =>
        _history.With(row.Sequence).ReadAll(found => StoredJson.ReadHistory(found.ReadText())).Single();

    private SqliteStatement Statement(uint changed, string? history)
    {
        if (_updates.TryGetValue((changed, history), out var update))
            return update;
        var columns = JobColumns.Changing.Where((_, i) => (changed & (1u << i)) != 0).Select(column => column.Name + "=?");
        update = database.Statement($"UPDATE jobs SET {string.Join(", ", history is null ? columns : columns.Append(history))} WHERE seq=?");
        _updates.Add((changed, history), update);
        return update;
    }
}
