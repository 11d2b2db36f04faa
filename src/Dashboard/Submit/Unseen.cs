using Gristmill.Core;
using Gristmill.Dashboard.Parts;

namespace Gristmill.Dashboard.Submit;

/// <summary>What the form does not show of a job that is submitted again: it is carried over, and said.</summary>
internal sealed class Unseen(JobView job, TaskDescriptor? task)
{
    private const string OwnLimit = "key:", Hidden = "\"***\"";
    private const int Longest = 80;

    private readonly JobLimit? _limit = Array.Find(job.Limits, limit =>
        limit.Key.StartsWith(OwnLimit, StringComparison.Ordinal)) is { } limit
        ? limit with { Key = limit.Key[OwnLimit.Length..] }
        : null;

    private readonly string? _results = job.ResultTransforms is { } shown
        && Words.Pretty(shown) != Words.Pretty(task?.ResultTransforms ?? "") && !HasSecret(shown) ? shown : null;

    public JobRequest AddTo(JobRequest request) => request with
    {
        Type = job.Type,
        User = job.User,
        Public = job.Public,
        Meta = job.Meta,
        Expires = job.ExpiresAt - job.Created,
        Unique = job.Unique,
        Limit = _limit,
        ResultTransforms = _results,
        HardTimeLimit = job.HardTimeLimit,
        Retry = job.Retry is { } retry
            ? retry with { MaxAttempts = request.Retry?.MaxAttempts ?? task?.Retry?.MaxAttempts ?? 1 }
            : request.Retry,
        MaxLostRuns = job.MaxLostRuns,
        Redeliver = job.Redeliver,
    };

    /// <summary>What is carried over, in words.</summary>
    public string[] Carried => [.. new[]
    {
        job.Type is { } type ? $"type {type}" : null,
        job.User is { } user ? $"user {user}" : null,
        job.Public ? "public" : null,
        job.Unique is { } unique ? $"unique key {unique.Key} ({unique.Policy})" : null,
        _limit is not null ? $"limit {_limit.Key}" : null,
        job.ExpiresAt is { } end ? $"expires after {Words.Span(end - job.Created)}" : null,
        _results is not null ? $"result transforms {Brief(_results)}" : null,
        job.HardTimeLimit is { } grace ? $"{Times.Words(grace)} past the time limit" : null,
        job.Retry is { MaxAttempts: > 1 } retry
            ? $"pauses between attempts from {Times.Words(retry.FirstDelay)} to {Times.Words(retry.MaxDelay)}"
            : null,
        job.MaxLostRuns is { } most && most != task?.MaxLostRuns ? $"{Words.Plural(most, "lost run")} at most" : null,
        job.Redeliver == (task?.Redeliver ?? true) ? null : job.Redeliver ? "runs again if its silo is lost"
            : "runs at most once",
        job.Meta is { } meta ? $"meta {Brief(meta)}" : null,
    }.OfType<string>()];

    /// <summary>What is not, in words: a job does not tell it, or it belongs to that one alone.</summary>
    public string[] Left => [.. new[]
    {
        job.Parent is not null ? "its parent" : null,
        job.ResultTransforms is { } results && HasSecret(results) ? "result transforms with secrets" : null,
        job.Tags.Any(tag => tag.Contains(',', StringComparison.Ordinal)) ? "commas in tags" : null,
        HasSecret(job.Arguments) ? "secrets in arguments, which show as ***" : null,
        job.NotBefore is not null ? "its delay" : null,
    }.OfType<string>()];

    private static string Brief(string json) => json.Length <= Longest ? json : $"{json[..Longest]}…";

    private static bool HasSecret(string json) => json.Contains(Hidden, StringComparison.Ordinal);
}
