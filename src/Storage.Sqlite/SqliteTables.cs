using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>What is done to the tables inside a write transaction.</summary>
internal sealed partial class SqliteTables(SqliteDatabase database) : IJobTransaction
{
    private readonly SqliteStatement _find = database.Statement(JobColumns.Select + " WHERE id=?");
    private readonly JobRowWriter _rows = new(database);
    private readonly RowCache _recent = new();
    private readonly SqliteStatement _version = database.Statement("PRAGMA data_version");
    private long _lastVersion;

    private readonly SqliteStatement _due =
        database.Statement("SELECT 1 FROM jobs INDEXED BY jobs_asleep WHERE asleep=1 AND wake_at<=? LIMIT 1");
    private readonly SqliteStatement _wake = database.Statement(
        "UPDATE jobs SET asleep=0 WHERE seq IN (SELECT seq FROM jobs INDEXED BY jobs_asleep WHERE asleep=1 AND wake_at<=? LIMIT 500) RETURNING id");
    private readonly SqliteStatement _logEnd = database.Statement(
        "SELECT seq, (SELECT max(line) FROM log WHERE job=jobs.seq) FROM jobs WHERE id=?");
    private readonly SqliteStatement _log =
        database.Statement("INSERT INTO log (job, line, run, time, level, text) VALUES (?,?,?,?,?,?)");

    /// <summary>Whether the transaction has a change that must survive the machine's loss of power.</summary>
    public bool NeedsDisk { get; private set; }

    public DateTimeOffset Now { get; private set; }

    public void RequireDisk() => NeedsDisk = true;

    public void ForgetAttempt(JobRow held) => _rows.ForgetAttempt(held);

    public void Save(JobRow? before, JobRow after, JobEvent? happened)
    {
        if (before is null)
            _rows.Insert(after, happened);
        else
            _rows.Update(before, after, happened);
        _recent.Put(after);
    }

    /// <summary>
    /// The first thing in a transaction. What is remembered holds unless another connection has written. Jobs whose wake time has
    /// come are put into the ready lines: a bounded number, the next transaction takes more.
    /// </summary>
    public void Begin(DateTimeOffset now)
    {
        (Now, NeedsDisk) = (now, false);
        var version = _version.ReadAll(row => row.ReadInt64())[0];
        if (version != _lastVersion)
        {
            _lastVersion = version;
            _recent.Clear();
            ReadModes();
        }
        if (_due.With(now).Step())
        {
            _due.Reset();
            foreach (var awake in _wake.With(now).ReadAll(row => row.ReadGuid()))
                _recent.Remove(awake);
        }
    }

    /// <summary>The transaction was rolled back: what is remembered of it is wrong.</summary>
    public void Forget() => _lastVersion = -1;

    /// <summary>Appends lines to logs, numbered on from each job's last. Lines of a job that is gone go with it.</summary>
    public void AppendLog(IReadOnlyList<LogEntry> lines)
    {
        var ends = new Dictionary<Guid, (long Job, long Line)>();
        foreach (var line in lines)
        {
            if (!ends.TryGetValue(line.Job, out var end))
                end = FindLogEnd(line.Job);
            ends[line.Job] = end = end with { Line = end.Line + 1 };
            if (end.Job != 0)
                _log.With(end.Job).With(end.Line).With(line.Run).With(line.Time).With(line.Level).With(line.Text).Run();
        }
    }

    public JobRow? FindRow(Guid job)
    {
        if (_recent.TryGet(job, out var recent))
            return recent;
        return ReadRow(_find.With(job));
    }

    private static JobRow? ReadRow(SqliteStatement find)
    {
        if (!find.Step())
            return null;
        var row = JobColumns.Read(find);
        find.Reset();
        return row;
    }

    private (long Job, long Line) FindLogEnd(Guid job)
    {
        if (!_logEnd.With(job).Step())
            return default;
        var end = (_logEnd.ReadInt64(), _logEnd.ReadInt64());
        _logEnd.Reset();
        return end;
    }
}
