using SQLitePCL;

namespace Gristmill.Storage.Sqlite;

/// <summary>SQLite refused something.</summary>
public sealed class SqliteException(int code, string message) : Exception($"{message} (SQLite error {code & 0xFF})")
{
    /// <summary>The primary result code.</summary>
    public int Code { get; } = code & 0xFF;

    /// <summary>Whether it is about the file or the disk, and not about the one statement that met it.</summary>
    public bool IsAboutTheFile => Code is raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB
        or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_BUSY or raw.SQLITE_LOCKED
        or raw.SQLITE_PROTOCOL or raw.SQLITE_PERM or raw.SQLITE_NOMEM;
}
