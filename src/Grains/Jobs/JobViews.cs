namespace Gristmill.Jobs;

/// <summary>Rows as views.</summary>
internal static class JobViews
{
    public static JobView ToView(this JobRow row, JobEvent[]? history = null) => new()
    {
        Id = row.Id,
        Status = row.Status,
        Task = row.Task,
        Title = row.Title,
        Queue = row.Queue,
        Priority = row.Priority,
        Arguments = row.Options.Transforms?.Arguments ?? row.Arguments,
        Result = row.Result,
        ResultExpired = row.ResultExpired,
        Error = row.Error,
        Attempt = row.Attempt,
        Deliveries = row.Deliveries,
        Silo = row.Silo,
        CancelReason = row.CancelReason,
        Created = row.Created,
        Started = row.Started,
        Finished = row.Finished,
        Progress = row.Progress,
        History = history ?? [],
        Version = row.Version,
        TimeLimit = row.Options.TimeLimit,
        Type = row.Labels.Type,
        User = row.Labels.User,
        Public = row.Labels.Public,
        Meta = row.Labels.Meta,
        Tags = row.Labels.Tags ?? [],
        Parent = row.Parent,
        Root = row.Root,
        Failures = row.Failures,
        MaxAttempts = row.Options.Retry?.MaxAttempts ?? 1,
        WakeAt = row.Status is JobStatus.Queued ? row.WakeAt : null,
        ExpiresAt = row.Options.ExpiresAt,
        Unique = row.Options.Unique,
        HoldsKey = row.UniqueKey() is not null,
        Limits = row.Options.Limits ?? [],
        WaitsFor = row.Waits,
        ResultTransforms = row.Options.Transforms?.ResultsShown,
    };
}
