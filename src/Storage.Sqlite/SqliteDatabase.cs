using SQLitePCL;

namespace Gristmill.Storage.Sqlite;

/// <summary>
/// One SQLite connection, for one thread at a time, with the statements prepared on it. It sits on SQLite's own functions and not
/// on ADO.NET: a command there costs several times what SQLite itself needs for it.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    /// <summary>
    /// How long SQLite itself waits for its file locks: only while another process recovers or closes the file.
    /// </summary>
    private const int BusyMilliseconds = 10_000;

    private readonly sqlite3 _handle;
    private readonly Dictionary<string, SqliteStatement> _statements = [];

    static SqliteDatabase()
    {
        Batteries_V2.Init();
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0); // Nobody asks, and the count is a lock around each allocation.
    }

    /// <summary>Opens the file, or creates it.</summary>
    public SqliteDatabase(string file)
    {
        const int Mode = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var code = raw.sqlite3_open_v2(file, out _handle, Mode, null);
        if (code != raw.SQLITE_OK)
        {
            var error = Error(code);
            _handle.Dispose();
            throw error;
        }
        Check(raw.sqlite3_busy_timeout(_handle, BusyMilliseconds));
        const int Pure = raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC;
        Check(raw.sqlite3_create_function(_handle, TextSearch.FoldName, 1, Pure, null, Fold));
    }

    /// <summary>Rows changed since the connection was opened; tells whether something was written.</summary>
    public int TotalChanges => raw.sqlite3_total_changes(_handle);

    /// <summary>The key of the row inserted last.</summary>
    public long LastInsertedRow => raw.sqlite3_last_insert_rowid(_handle);

    /// <summary>Whether a transaction is open. SQLite ends one by itself on some errors.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>The statement of this text, prepared once for the life of the connection.</summary>
    public SqliteStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = PrepareOnce(sql));
        return statement;
    }

    /// <summary>A statement for one use: the caller disposes of it.</summary>
    public SqliteStatement PrepareOnce(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var statement));
        return new SqliteStatement(this, statement);
    }

    /// <summary>Runs one or several statements that take nothing and give nothing.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>The one number that a statement gives, such as a pragma's value.</summary>
    public long Number(string sql)
    {
        using var statement = PrepareOnce(sql);
        return statement.Step() ? statement.ReadInt64() : 0;
    }

    /// <summary>The one text that a statement gives.</summary>
    public string? Text(string sql)
    {
        using var statement = PrepareOnce(sql);
        return statement.Step() ? statement.ReadTextOrNull() : null;
    }

    /// <summary>Makes every prepared statement ready for its next use, whatever interrupted the last one.</summary>
    public void ResetStatements()
    {
        foreach (var statement in _statements.Values)
            statement.Reset();
    }

    private static void Fold(sqlite3_context context, object _, sqlite3_value[] given) =>
        raw.sqlite3_result_text(context, TextSearch.Fold(raw.sqlite3_value_text(given[0]).utf8_to_string()));

    public void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw Error(code);
    }

    /// <summary>What SQLite says about the last call, which failed.</summary>
    public SqliteException Error(int code) => new(code, raw.sqlite3_errmsg(_handle).utf8_to_string());

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _handle.Dispose();
    }
}
