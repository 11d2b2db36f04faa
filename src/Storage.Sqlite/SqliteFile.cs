using SQLitePCL;

namespace Gristmill.Storage.Sqlite;

/// <summary>Opens the file for writing, or says why that cannot be.</summary>
internal static class SqliteFile
{
    // FULL: a commit is on disk when it answers; the writer relaxes that where it may. The write-ahead log is copied back about
    // every 16 MB, and its file used again. The cache is small on purpose: each commit walks through it, and what is written next
    // lies beside what was written last.
    private const string Settings = "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-8000";

    /// <exception cref="StoreUnavailableException">It cannot be opened or written.</exception>
    public static (SqliteDatabase Database, WriteLock Turn) Open(string file, long? maxBytes)
    {
        if (OperatingSystem.IsWindows())
            throw new StoreUnavailableException("the SQLite job store needs the file locks of Linux or macOS; run it there.");
        var folder = Path.GetDirectoryName(file)!;
        WriteLock? turn = null;
        SqliteDatabase? database = null;
        try
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            turn = new WriteLock(folder);
            turn.Take(); // Two processes that start at once set the file up one after the other.
            database = new SqliteDatabase(file);
            if (database.Text("PRAGMA journal_mode=WAL") != "wal")
            {
                throw new StoreUnavailableException(
                    $"{file} is on a file system that SQLite cannot share between processes; choose a data folder on a local disk.");
            }
            database.Execute(Settings);
            if (maxBytes is { } most)
                database.Execute($"PRAGMA max_page_count = {most / database.Number("PRAGMA page_size")}");
            SqliteSchema.Migrate(database, file);
            // Written whether or not it changes anything: that the disk is full is told now, and not by everything that writes
            // later.
            database.Execute($"PRAGMA user_version = {SqliteSchema.Version}");
            turn.Give();
            return (database, turn);
        }
        catch (Exception error)
        {
            database?.Dispose();
            turn?.Dispose();
            if (error is StoreUnavailableException)
                throw;
            throw new StoreUnavailableException(Describe(file, folder, error));
        }
    }

    private static string Describe(string file, string folder, Exception error) => error switch
    {
        SqliteException { Code: raw.SQLITE_NOTADB } =>
            $"{file} is not an SQLite database; move it away or choose another data folder.",
        SqliteException { Code: raw.SQLITE_CORRUPT } =>
            $"{file} is damaged ({error.Message}); restore it from a backup or move it away.",
        SqliteException { Code: var code } when code is raw.SQLITE_FULL || new DriveInfo(folder).AvailableFreeSpace == 0 =>
            $"{file} cannot be written, since its disk is full; free some space.",
        SqliteException =>
            $"{file} cannot be opened for writing ({error.Message}); give this user read and write access to it, or choose another data folder.",
        _ =>
            $"the data folder {folder} cannot be used ({error.Message}); give this user read and write access to it, or choose another one.",
    };
}
