using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>How a <see cref="JobRow"/> lies in the table: the one place that knows its columns and their order.</summary>
internal static class JobColumns
{
    private const string Columns =
        "seq, id, task, title, queue, priority, status, run, failures, lost_runs, version, watched, owner, silo, wake_at," +
        " created, started, finished, cancel_reason, progress, parent, root, waits, result_expired, labels, options, error, result, args, asleep, attempt, earlier";

    public const string Select = $"SELECT {Columns} FROM jobs";

    public const string SelectWithHistory = $"SELECT {Columns}, history FROM jobs";

    /// <summary>What never changes after the insert.</summary>
    public static readonly JobColumn[] Fixed =
    [
        new("id", (_, _) => false, (row, to) => to.With(row.Id)),
        new("task", (_, _) => false, (row, to) => to.With(row.Task)),
        new("created", (_, _) => false, (row, to) => to.With(row.Created)),
        new("parent", (_, _) => false, (row, to) => to.With(row.Parent)),
        new("root", (_, _) => false, (row, to) => to.With(row.Root)),
        new("labels", (_, _) => false, (row, to) => to.With(StoredJson.Write(row.Labels))),
    ];

    /// <summary>What a command may change.</summary>
    public static readonly JobColumn[] Changing =
    [
        new("title", (before, after) => before.Title != after.Title, (row, to) => to.With(row.Title)),
        new("queue", (before, after) => before.Queue != after.Queue, (row, to) => to.With(row.Queue)),
        new("priority", (before, after) => before.Priority != after.Priority, (row, to) => to.With(row.Priority)),
        new("status", (before, after) => before.Status != after.Status, (row, to) => to.With((long)row.Status)),
        new("run", (before, after) => before.Run != after.Run, (row, to) => to.With(row.Run)),
        new("attempt", (before, after) => before.Attempt != after.Attempt, (row, to) => to.With(row.Attempt)),
        new("earlier", (before, after) => before.Earlier != after.Earlier, (row, to) => to.With(StoredJson.Write(row.Earlier))),
        new("failures", (before, after) => before.Failures != after.Failures, (row, to) => to.With(row.Failures)),
        new("lost_runs", (before, after) => before.LostRuns != after.LostRuns, (row, to) => to.With(row.LostRuns)),
        new("version", (before, after) => before.Version != after.Version, (row, to) => to.With(row.Version)),
        new("watched", (before, after) => before.Watch != after.Watch, (row, to) => to.With((long)row.Watch)),
        new("owner", (before, after) => before.Owner != after.Owner, (row, to) => to.With(row.Owner)),
        new("silo", (before, after) => before.Silo != after.Silo, (row, to) => to.With(row.Silo)),
        new("wake_at", (before, after) => before.WakeAt != after.WakeAt, (row, to) => to.With(row.WakeAt)),
        new("asleep", (before, after) => before.Readiness != after.Readiness, (row, to) => to.With((long)row.Readiness)),
        new("waits", (before, after) => before.BlockedBy != after.BlockedBy, (row, to) => to.With(row.BlockedBy)),
        new("expires_at", (before, after) => ExpiresAt(before) != ExpiresAt(after), (row, to) => to.With(ExpiresAt(row))),
        new("unique_key", (before, after) => before.UniqueKey() != after.UniqueKey(), (row, to) => to.With(row.UniqueKey())),
        new("started", (before, after) => before.Started != after.Started, (row, to) => to.With(row.Started)),
        new("finished", (before, after) => before.Finished != after.Finished, (row, to) => to.With(row.Finished)),
        new("cancel_reason", (before, after) => before.CancelReason != after.CancelReason, (row, to) =>
            to.With(row.CancelReason)),
        new("progress", (before, after) => before.Progress != after.Progress, (row, to) =>
            to.With(StoredJson.Write(row.Progress))),
        new("error", (before, after) => before.Error != after.Error, (row, to) => to.With(StoredJson.Write(row.Error))),
        new("result", (before, after) => before.Result != after.Result, (row, to) => to.With(row.Result)),
        new("result_expired", (before, after) => before.ResultExpired != after.ResultExpired, (row, to) =>
            to.With(row.ResultExpired)),
        new("options", (before, after) => before.Options != after.Options, (row, to) => to.With(StoredJson.Write(row.Options))),
        new("args", (before, after) => before.Arguments != after.Arguments, (row, to) => to.With(row.Arguments)),
    ];

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
        LostRuns = row.ReadInt32(),
        Version = row.ReadInt32(),
        Watch = (JobWatch)row.ReadInt32(),
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
        BlockedBy = row.ReadTextOrNull(),
        ResultExpired = row.ReadTimeOrNull(),
        Labels = StoredJson.ReadLabels(row.ReadTextOrNull()),
        Options = StoredJson.ReadOptions(row.ReadTextOrNull()),
        Error = StoredJson.ReadError(row.ReadTextOrNull()),
        Result = row.ReadTextOrNull(),
        Arguments = row.ReadText(),
        Readiness = (Readiness)row.ReadInt32(),
        Attempt = row.ReadInt32(),
        Earlier = StoredJson.ReadEarlier(row.ReadTextOrNull()),
    };

    /// <summary>Set only while the job is queued: the index of jobs that expire holds no other.</summary>
    private static DateTimeOffset? ExpiresAt(JobRow row) => row.Status is JobStatus.Queued ? row.Options.ExpiresAt : null;
}
