using Gristmill.Jobs;

namespace Gristmill.Storage;

/// <summary>How a <see cref="JobRow"/> lies in the table: the one place that knows the order of its columns.</summary>
internal static class JobColumns
{
    private const string Columns =
        "seq, id, task, title, queue, priority, status, run, failures, deliveries, version, watched, owner, silo, wake_at," +
        " created, started, finished, cancel_reason, progress, parent, root, waits, result_expired, labels, options, error, result, args";

    public const string Select = $"SELECT {Columns} FROM jobs";

    public const string SelectWithHistory = $"SELECT {Columns}, history FROM jobs";

    public const string Insert =
        "INSERT INTO jobs (id, task, created, parent, root, labels, title, queue, priority, status, run, failures, deliveries, version, watched, owner, silo," +
        " wake_at, asleep, expires_at, started, cancel_reason, progress, error, result, options, args, history, finished)" +
        " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

    // All but the id, the task, the time of creation, the family and the labels, which never change. Options and arguments: null for as they are.
    private const string Changes =
        "title=?, queue=?, priority=?, status=?, run=?, failures=?, deliveries=?, version=?, watched=?, owner=?, silo=?, wake_at=?," +
        " asleep=?, expires_at=?, started=?, cancel_reason=?, progress=?, error=?, result=?, options=coalesce(?, options), args=coalesce(?, args)," +
        " history=history||?";

    /// <summary>For a row that stays open, or stays ended: it leaves the index of open jobs alone.</summary>
    public const string Update = $"UPDATE jobs SET {Changes} WHERE seq=?";

    /// <summary>For a row that ends or is opened again.</summary>
    public const string UpdateFinished = $"UPDATE jobs SET {Changes}, finished=? WHERE seq=?";

    public static JobRow Read(SqliteStatement row) => new()
    {
        Sequence = row.ReadInt64(),
        Id = row.ReadGuid(),
        Task = row.ReadText(),
        Title = row.ReadText(),
        Queue = row.ReadText(),
        Priority = row.ReadInt32(),
        Status = (JobStatus)row.ReadInt32(),
        Run = row.ReadInt32(),
        Failures = row.ReadInt32(),
        Deliveries = row.ReadInt32(),
        Version = row.ReadInt32(),
        Watched = row.ReadBoolean(),
        Owner = row.ReadTextOrNull(),
        Silo = row.ReadTextOrNull(),
        WakeAt = row.ReadTime(),
        Created = row.ReadTime(),
        Started = row.ReadTimeOrNull(),
        Finished = row.ReadTimeOrNull(),
        CancelReason = row.ReadTextOrNull(),
        Progress = StoredJson.ReadProgress(row.ReadTextOrNull()),
        Parent = row.ReadGuidOrNull(),
        Root = row.ReadGuid(),
        Waits = row.ReadTextOrNull(),
        ResultExpired = row.ReadTimeOrNull(),
        Labels = StoredJson.ReadLabels(row.ReadTextOrNull()),
        Options = StoredJson.ReadOptions(row.ReadTextOrNull()),
        Error = StoredJson.ReadError(row.ReadTextOrNull()),
        Result = row.ReadTextOrNull(),
        Arguments = row.ReadText(),
    };

    public static void RunInsert(SqliteStatement insert, JobRow row, JobEvent? happened, DateTimeOffset now) =>
        WithChanges(insert.With(row.Id).With(row.Task).With(row.Created).With(row.Parent).With(row.Root).With(StoredJson.Write(row.Labels)), row, now)
            .With(StoredJson.Write(row.Options))
            .With(row.Arguments)
            .With(StoredJson.Write(happened))
            .With(row.Finished)
            .Run();

    /// <summary>Runs <see cref="Update"/> or <see cref="UpdateFinished"/>, whichever the two rows ask for.</summary>
    public static void RunUpdate(SqliteDatabase database, JobRow before, JobRow row, JobEvent? happened, DateTimeOffset now)
    {
        var sameEnd = before.Finished == row.Finished;
        var update = WithChanges(database.Statement(sameEnd ? Update : UpdateFinished), row, now)
            .With(ReferenceEquals(row.Options, before.Options) ? null : StoredJson.Write(row.Options) ?? "{}")
            .With(ReferenceEquals(row.Arguments, before.Arguments) ? null : row.Arguments)
            .With(StoredJson.Write(happened));
        (sameEnd ? update : update.With(row.Finished)).With(before.Sequence).Run();
    }

    /// <summary>The columns that few jobs have are written apart: the statement for all of them stays short.</summary>
    public static void KeepRare(SqliteDatabase database, JobRow? before, JobRow row)
    {
        if (before?.Waits != row.Waits)
            database.Statement("UPDATE jobs SET waits=? WHERE seq=?").With(row.Waits).With(row.Sequence).Run();
        if (before?.ResultExpired != row.ResultExpired)
            database.Statement("UPDATE jobs SET result_expired=? WHERE seq=?").With(row.ResultExpired).With(row.Sequence).Run();
    }

    private static long Asleep(JobRow row, DateTimeOffset now) => row switch
    {
        { Status: not JobStatus.Queued } => 0,
        { Waits: not null } => 2,
        _ => row.WakeAt > now ? 1 : 0,
    };

    private static SqliteStatement WithChanges(SqliteStatement statement, JobRow row, DateTimeOffset now) => statement
        .With(row.Title)
        .With(row.Queue)
        .With(row.Priority)
        .With((long)row.Status)
        .With(row.Run)
        .With(row.Failures)
        .With(row.Deliveries)
        .With(row.Version)
        .With(row.Watched)
        .With(row.Owner)
        .With(row.Silo)
        .With(row.WakeAt)
        .With(Asleep(row, now))
        .With(row.Status is JobStatus.Queued ? row.Options.ExpiresAt : null)
        .With(row.Started)
        .With(row.CancelReason)
        .With(StoredJson.Write(row.Progress))
        .With(StoredJson.Write(row.Error))
        .With(row.Result);
}
