using Gristmill.Storage.Sqlite;
using Microsoft.Win32.SafeHandles;

namespace Gristmill.Hosting.Clustering;

/// <summary>
/// Who is in the cluster of one machine: a row a silo in <c>cluster.db</c>, and for each name a file that its silo's process
/// keeps locked for as long as it lives. A row whose lock nobody holds belongs to a silo that has died, so every transaction
/// begins by marking such rows Dead: a death is seen at once and exactly, whoever looks first. The lock files are touched inside
/// these transactions alone.
/// </summary>
public sealed class ClusterFile(string data) : IDisposable
{
    private const string Schema = """
        PRAGMA synchronous=NORMAL;
        CREATE TABLE IF NOT EXISTS cluster (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), version INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS members (silo TEXT PRIMARY KEY, etag INTEGER NOT NULL, alive INTEGER NOT NULL, entry TEXT NOT NULL) WITHOUT ROWID;
        INSERT OR IGNORE INTO cluster VALUES (1, 0);
        """;

    private readonly Lock _gate = new();
    private readonly string _file = Path.Combine(Path.GetFullPath(data), "cluster.db");
    private readonly string _locks = Path.Combine(Path.GetFullPath(data), "silos");
    private SqliteDatabase? _database;

    /// <summary>Whether any silo has ever run here.</summary>
    public bool Exists => File.Exists(_file);

    /// <summary>Does something alone among all processes that use the folder, and wholly or not at all.</summary>
    /// <exception cref="DataFolderException">The folder cannot be made or written.</exception>
    public T Transact<T>(Func<MemberRows, T> work)
    {
        lock (_gate)
        {
            var database = _database ??= Open();
            database.Execute("BEGIN IMMEDIATE");
            try
            {
                var rows = new MemberRows(database);
                rows.MarkDead(entry => !IsLocked(entry.SiloName));
                var answer = work(rows);
                database.Execute("COMMIT");
                return answer;
            }
            catch
            {
                database.ResetStatements();
                if (database.InTransaction)
                    database.Execute("ROLLBACK");
                throw;
            }
        }
    }

    /// <summary>Takes a silo's name until <see cref="LeaveName"/> or the end of the process.</summary>
    /// <exception cref="SiloNameTakenException">A live silo has it.</exception>
    public SafeFileHandle TakeName(string name) => Transact(rows => TakeName(name, rows));

    /// <summary>The same, inside a transaction.</summary>
    public SafeFileHandle TakeName(string name, MemberRows rows)
    {
        Directory.CreateDirectory(_locks);
        if (IsLocked(name))
            throw new SiloNameTakenException(name, Path.GetDirectoryName(_file)!);
        var held = File.OpenHandle(LockOf(name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (!IsLocked(name))
            throw new DataFolderException(_locks, "its file system knows no file locks");
        rows.MarkDead(entry => entry.SiloName == name);
        return held;
    }

    /// <summary>Gives a name back.</summary>
    public void LeaveName(string name, SafeFileHandle held) => Transact(_ =>
    {
        File.Delete(LockOf(name));
        held.Dispose();
        return true;
    });

    public void Dispose() => _database?.Dispose();

    private SqliteDatabase Open()
    {
        SqliteDatabase? database = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
            database = new SqliteDatabase(_file);
            database.Execute(Schema);
            return database;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            database?.Dispose();
            throw new DataFolderException(Path.GetDirectoryName(_file)!, e.Message, e);
        }
    }

    private bool IsLocked(string name)
    {
        try
        {
            File.OpenHandle(LockOf(name), FileMode.Open, FileAccess.Read, FileShare.None).Dispose();
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private string LockOf(string name) => Path.Combine(_locks, $"{name}.lock");
}
