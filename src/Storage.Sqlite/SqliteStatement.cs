using System.Buffers;
using System.Text;
using Gristmill.Jobs;
using SQLitePCL;

namespace Gristmill.Storage.Sqlite;

/// <summary>
/// A prepared statement. Values are given and columns are read in the order in which the text names them:
/// <c>statement.With(id).With(run).Run()</c>. It is ready for its next use once <see cref="Step"/> has answered false, or after
/// <see cref="Reset"/>.
/// </summary>
public sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt handle) : IDisposable
{
    /// <summary>The longest text that is remembered.</summary>
    private const int MaxRemembered = 256;

    private static readonly Bound Forgotten = new(Given: true, null, null);

    // What each parameter has: SQLite keeps it from one use to the next, and in a batch most of it repeats.
    private readonly Bound[] _bound = new Bound[raw.sqlite3_bind_parameter_count(handle)];
    private int _parameter;
    private int _column;

    public SqliteStatement With(long value)
    {
        ref var bound = ref _bound[_parameter++];
        if (bound.Number == value)
            return this;
        bound = Forgotten;
        database.Check(raw.sqlite3_bind_int64(handle, _parameter, value));
        bound.Number = value;
        return this;
    }

    public SqliteStatement With(bool value) => With(value ? 1L : 0L);

    public SqliteStatement With(DateTimeOffset time) => With(Microseconds.From(time));

    public SqliteStatement With(DateTimeOffset? time) => time is { } known ? With(known) : WithNull();

    public SqliteStatement With(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        _bound[_parameter++] = Forgotten;
        database.Check(raw.sqlite3_bind_blob(handle, _parameter, bytes));
        return this;
    }

    public SqliteStatement With(Guid? id) => id is { } given ? With(given) : WithNull();

    public SqliteStatement With(string? text)
    {
        if (text is null)
            return WithNull();
        ref var bound = ref _bound[_parameter++];
        if (bound.Text == text)
            return this;
        bound = Forgotten;
        BindText(text);
        bound.Text = text.Length > MaxRemembered ? null : text;
        return this;
    }

    private void BindText(string text)
    {
        if (text.Length == 0) // An empty span would be bound as null.
        {
            database.Check(raw.sqlite3_bind_text(handle, _parameter, ""));
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = most > 512 ? ArrayPool<byte>.Shared.Rent(most) : null;
        var buffer = rented ?? stackalloc byte[512];
        var length = Encoding.UTF8.GetBytes(text, buffer);
        var code = raw.sqlite3_bind_text(handle, _parameter, buffer[..length]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        database.Check(code);
    }

    private SqliteStatement WithNull()
    {
        ref var bound = ref _bound[_parameter++];
        if (!bound.Given)
            return this;
        bound = Forgotten;
        database.Check(raw.sqlite3_bind_null(handle, _parameter));
        bound = default;
        return this;
    }

    /// <summary>Goes to the next row. False: there is none, and the statement is ready for its next use.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        _column = 0;
        if (code == raw.SQLITE_ROW)
            return true;
        Reset();
        return code == raw.SQLITE_DONE ? false : throw database.Error(code);
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Every row that is left.</summary>
    public T[] ReadAll<T>(Func<SqliteStatement, T> read)
    {
        var all = new List<T>();
        while (Step())
            all.Add(read(this));
        return [.. all];
    }

    /// <summary>Leaves rows unread, and with them the snapshot that the statement holds.</summary>
    public void Reset()
    {
        _parameter = 0;
        raw.sqlite3_reset(handle); // Repeats the error of the step before, which was reported there.
    }

    public long ReadInt64() => raw.sqlite3_column_int64(handle, _column++);

    public int ReadInt32() => raw.sqlite3_column_int(handle, _column++);

    public bool ReadBoolean() => ReadInt32() != 0;

    public DateTimeOffset ReadTime() => Microseconds.ToTime(ReadInt64());

    public DateTimeOffset? ReadTimeOrNull() => SkipNull() ? null : ReadTime();

    public Guid ReadGuid() => new(raw.sqlite3_column_blob(handle, _column++), bigEndian: true);

    public Guid? ReadGuidOrNull() => SkipNull() ? null : ReadGuid();

    public string ReadText() => Encoding.UTF8.GetString(raw.sqlite3_column_blob(handle, _column++));

    public string? ReadTextOrNull() => SkipNull() ? null : ReadText();

    private bool SkipNull()
    {
        if (raw.sqlite3_column_type(handle, _column) != raw.SQLITE_NULL)
            return false;
        _column++;
        return true;
    }

    public void Dispose() => handle.Dispose();

    /// <param name="Given">Null is what every parameter has at first.</param>
    /// <param name="Number">Null if it is no number.</param>
    /// <param name="Text">Null if it is no text, or one that is not remembered.</param>
    private record struct Bound(bool Given, long? Number, string? Text);
}
