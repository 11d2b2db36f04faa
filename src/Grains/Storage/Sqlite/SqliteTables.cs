using Gristmill.Jobs;

namespace Gristmill.Storage;

/// <summary>What is done to the tables inside a write transaction.</summary>
internal sealed partial class SqliteTables(SqliteDatabase database)
{
    private readonly SqliteStatement _find = database.Statement(JobColumns.Select + " WHERE id=?");
    private readonly JobRowWriter _rows = new(database);
    private readonly RowCache _recent = new();
    private readonly SqliteStatement _version = database.Statement("PRAGMA data_version");
    private long _lastVersion;

    private readonly SqliteUniqueKeys _keys = new(database);
    private readonly SqliteLimits _limits = new(database);
    private readonly SqliteStatement _due = database.Statement("SELECT 1 FROM jobs INDEXED BY jobs_asleep WHERE asleep=1 AND wake_at<=? LIMIT 1");
    private readonly SqliteStatement _wake = database.Statement(
        "UPDATE jobs SET asleep=0 WHERE seq IN (SELECT seq FROM jobs INDEXED BY jobs_asleep WHERE asleep=1 AND wake_at<=? LIMIT 500) RETURNING id");
    private readonly SqliteStatement _logEnd = database.Statement(
        "SELECT seq, (SELECT max(line) FROM log WHERE job=jobs.seq) FROM jobs WHERE id=?");
    private readonly SqliteStatement _log = database.Statement("INSERT INTO log (job, line, run, time, level, text) VALUES (?,?,?,?,?,?)");
    private readonly SqliteStatement _removeWorker = database.Statement("DELETE FROM workers WHERE owner=?");

    /// <summary>Whether the transaction has a change that must survive the machine's loss of power.</summary>
    public bool NeedsDisk { get; private set; }

    /// <summary>Lets the command decide on its row, and saves what it decided.</summary>
    public JobAnswer Execute(JobCommand command, DateTimeOffset now)
    {
        var before = Find(command.Job);
        var decision = command.Decide(before, now);
        if (decision.Saves && _keys.FindOther(before, decision.Row!) is { } holder)
            decision = command.OnKeyTaken(before, decision, holder, now);
        if (decision.Saves && RefusedByQueue(before, decision.Row!) is { } refusal)
            return new JobAnswer(before, refusal, Moved: false);
        if (decision.Saves && _limits.FindFull(before, decision.Row!, now) is { } limit)
            decision = command.OnLimitReached(before!, limit);
        if (!decision.Saves)
            return new JobAnswer(decision.Row, decision.Refusal, Moved: false);

        NeedsDisk |= !command.MayBeLost || decision.Row!.Status.IsTerminal() || decision.Row.Options.AtMostOnce;
        if (decision.UndoesClaim)
            _rows.ForgetAttempt(before!);
        JobRow[] others = decision.Before is { } other ? [Save(other.Before, other.After, other.Event, now)] : [];
        var after = Save(before, decision.Row!, decision.Event, now);
        if (after.Options.Limits is not null)
            others = [.. others, .. _limits.Keep(before, after, command.NeverStarted, now).SelectMany(freed => WakeFirst(freed, now))];
        return new JobAnswer(after, decision.Refusal, after.Status != before?.Status) { Others = others };
    }

    /// <summary>A limit has let go of a slot: who comes first of those that it held back is in line again.</summary>
    private JobRow[] WakeFirst(JobLimit limit, DateTimeOffset now) => limit.MaxConcurrent is null || _limits.Room(limit, now) <= 0
        ? []
        : Array.ConvertAll(_limits.First(limit.Key, 1), row => Save(row, row with { Waits = null }, null, now));

    private JobRow Save(JobRow? before, JobRow after, JobEvent? happened, DateTimeOffset now)
    {
        if (Asleep(before, after, now) is var asleep && asleep != after.Asleep)
            after = after with { Asleep = asleep };
        if (before is null)
            _rows.Insert(after, happened);
        else
            _rows.Update(before, after, happened);
        _recent.Put(after);
        return after;
    }

    private static int Asleep(JobRow? before, JobRow after, DateTimeOffset now) => after switch
    {
        { Status: not JobStatus.Queued } => 0,
        { Waits: not null } => 2,
        // What is awake stays so: the machine's clock may have been set back.
        _ when before is { Status: JobStatus.Queued, Asleep: 0 } && before.WakeAt == after.WakeAt => 0,
        _ => after.WakeAt > now ? 1 : 0,
    };

    public JobAnswer[] Execute(IReadOnlyList<JobCommand> commands, DateTimeOffset now)
    {
        var answers = new JobAnswer[commands.Count];
        for (var i = 0; i < answers.Length; i++)
            answers[i] = Execute(commands[i], now);
        return answers;
    }

    /// <summary>
    /// The first thing in a transaction. What is remembered holds unless another connection has written. Jobs whose wake time has come are
    /// put into the ready lines: a bounded number, the next transaction takes more.
    /// </summary>
    public void Begin(DateTimeOffset now)
    {
        NeedsDisk = false;
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

    public void RemoveWorker(string owner) => _removeWorker.With(owner).Run();

    private JobRow? Find(Guid job)
    {
        if (_recent.TryGet(job, out var recent))
            return recent;
        if (!_find.With(job).Step())
            return null;
        var row = JobColumns.Read(_find);
        _find.Reset();
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
