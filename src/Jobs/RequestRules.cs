using System.Text;
using System.Text.Json;
using Gristmill.Core;
using Gristmill.Plugins;

namespace Gristmill.Jobs;

/// <summary>
/// What a request must keep to, whatever its task: each broken rule is a sentence that names the field, the value and the rule.
/// </summary>
public static class RequestRules
{
    public static readonly TimeSpan MostDelay = TimeSpan.FromDays(3_650);

    // A hundred thousand requests a second keep to all of them: what is not given is not looked at, and nothing is made but
    // sentences.
    public static List<string> Check(JobRequest request)
    {
        var problems = new List<string>();
        if (request.Id == Guid.Empty)
            problems.Add("id is all zeros; make one with Guid.CreateVersion7()");
        if (request.Queue is { } queue && !TaskDefaults.IsQueueName(queue))
            problems.Add($"queue is \"{queue}\"; it must be 1 to 64 letters, digits, '.', '_' and '-'");
        if (request.Priority is < 0 or > 9)
            problems.Add($"priority is {request.Priority}; it must be 0 (last) to 9 (first)");
        if (request.MaxLostRuns is < 1 or > 100)
            problems.Add($"maxLostRuns is {request.MaxLostRuns}; it must be 1 to 100");

        CheckTexts(request, problems);
        CheckTimes(request, problems);
        if (request.Retry is { } retry)
            problems.AddRange(Retries(retry));
        if (request.Unique is { } unique)
            problems.AddRange(Uniques(unique));
        if (request.Limit is { } limit)
            problems.AddRange(LimitRules(limit));
        return problems;
    }

    /// <summary>Refuses a reason that is too long to be kept with a job.</summary>
    public static void CheckReason(string? reason)
    {
        var problems = new List<string>();
        CheckName("reason", reason, problems);
        if (problems.Count > 0)
            throw new JobRefusedException([.. problems]);
    }

    private static void CheckTexts(JobRequest request, List<string> problems)
    {
        CheckName("title", request.Title, problems);
        CheckName("type", request.Type, problems);
        CheckName("user", request.User, problems);
        if (request.Tags.Length > Limits.Tags)
            problems.Add($"tags has {request.Tags.Length} words; at most {Limits.Tags} are taken");
        foreach (var tag in request.Tags)
            if (tag.Length is 0 or > 64)
                problems.Add($"tags has \"{tag}\"; a tag has 1 to 64 characters");

        if (Bytes(request.Arguments, Limits.ArgumentBytes) is { } bytes)
            problems.Add($"arguments has {bytes:N0} bytes; at most {Limits.ArgumentBytes:N0} are taken. Pass a reference to large data instead.");
        if (request.Meta is null)
            return;
        if (Bytes(request.Meta, Limits.MetaBytes) is { } size)
            problems.Add($"meta has {size:N0} bytes; at most {Limits.MetaBytes:N0} are taken");
        else if (!IsObject(request.Meta))
            problems.Add("meta is no JSON object; give one such as {\"colour\": \"blue\"}");
        else if (LoneSurrogates.First(request.Meta) is { } half)
            problems.Add(LoneSurrogates.Problem("meta", half));
    }
    /// <summary>A text that is kept as it is has a bound.</summary>
    public static void CheckName(string field, string? value, List<string> problems)
    {
        if (value is { Length: > Limits.NameLength })
            problems.Add($"{field} has {value.Length} characters; at most {Limits.NameLength} are taken");
    }

    /// <summary>How many bytes of UTF-8 a text has, if too many.</summary>
    private static int? Bytes(string text, int most) =>
        text.Length * 3 > most && Encoding.UTF8.GetByteCount(text) is var bytes && bytes > most ? bytes : null;

    private static void CheckTimes(JobRequest request, List<string> problems)
    {
        if (request.Delay is not null && request.At is not null)
            problems.Add("delay and at are both given; give one of them");
        var more = TimeSpan.FromTicks(1);
        CheckTime("timeLimit", request.TimeLimit, more, TaskDefaults.MaxTimeLimit, problems);
        CheckTime("hardTimeLimit", request.HardTimeLimit, TimeSpan.Zero, TaskDefaults.MaxTimeLimit, problems);
        CheckTime("delay", request.Delay, TimeSpan.Zero, MostDelay, problems);
        CheckTime("expires", request.Expires, more, MostDelay, problems);
        CheckTime("retry.firstDelay", request.Retry?.FirstDelay, TimeSpan.Zero, TimeSpan.FromDays(1), problems);
        CheckTime("retry.maxDelay", request.Retry?.MaxDelay, TimeSpan.Zero, RetryPolicy.LongestDelay, problems);
    }

    private static void CheckTime(string field, TimeSpan? value, TimeSpan least, TimeSpan most, List<string> problems)
    {
        if (value < least || value > most)
        {
            var range = least == TimeSpan.Zero ? "0 or more" : "more than 0";
            problems.Add($"{field} is {Times.Words(value!.Value)}; it must be {range} and at most {most.TotalDays:0} days");
        }
    }

    private static IEnumerable<string> Retries(RetryPolicy retry)
    {
        if (retry.MaxAttempts is < 1 or > 1_000)
            yield return $"retry.maxAttempts is {retry.MaxAttempts}; it must be 1 to 1,000";
        if (retry.Factor is not (>= 1 and <= 10))
            yield return $"retry.factor is {retry.Factor}; it must be 1 to 10";
        if (retry.Jitter is not (>= 0 and <= 1))
            yield return $"retry.jitter is {retry.Jitter}; it must be 0 to 1";
        if (retry.NoRetryOn.Length > RetryPolicy.MostTypes)
            yield return $"retry.noRetryOn has {retry.NoRetryOn.Length} names; at most {RetryPolicy.MostTypes} are taken";
        if (Array.Find(retry.NoRetryOn, type => type.Length is 0 or > Limits.NameLength) is { } name)
            yield return $"retry.noRetryOn has a name of {name.Length} characters; it must have 1 to {Limits.NameLength}";
    }

    private static IEnumerable<string> Uniques(UniqueRule unique)
    {
        if (unique.Key.Length is 0 or > Limits.NameLength)
            yield return $"unique.key has {unique.Key.Length} characters; it must have 1 to {Limits.NameLength}";
        if (!Enum.IsDefined(unique.Policy))
            yield return $"unique.policy is {unique.Policy}; it must be Reject, ReturnExisting or ReplaceQueued";

        var states = unique.States;
        foreach (var state in states)
            if (state is not (JobStatus.Queued or JobStatus.Running) && !state.IsTerminal())
                yield return $"unique.states has {state}; it may have Queued, Running (for all that a silo holds), Success, Error and Canceled";
        if (!states.Contains(JobStatus.Queued))
            yield return $"unique.states is [{string.Join(", ", states)}]; Queued must be among them";
        if (states.Any(state => state.IsTerminal()) && !states.Contains(JobStatus.Running))
            yield return $"unique.states is [{string.Join(", ", states)}]; a key that is kept after the end is kept while Running too";
        if (unique.Policy is UniquePolicy.ReplaceQueued && states.Contains(JobStatus.Canceled))
            yield return "unique.policy is ReplaceQueued and unique.states has Canceled; a replaced job would keep its key";
    }

    private static IEnumerable<string> LimitRules(JobLimit limit)
    {
        if (limit.Key.Length is 0 or > Limits.NameLength)
            yield return $"limit.key has {limit.Key.Length} characters; it must have 1 to {Limits.NameLength}";
        if (limit.MaxConcurrent is null && limit.MaxStarts is null)
            yield return "limit has neither maxConcurrent nor maxStarts; give one of them or both";
        foreach (var (field, value) in new[] { ("maxConcurrent", limit.MaxConcurrent), ("maxStarts", limit.MaxStarts) })
            if (value is < 1 or > 10_000)
                yield return $"limit.{field} is {value}; it must be 1 to 10,000";
        if (limit.Period < TimeSpan.FromSeconds(1) || limit.Period > TimeSpan.FromDays(1))
            yield return $"limit.period is {Times.Words(limit.Period)}; it must be 1 s to 1 day";
    }

    private static bool IsObject(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind is JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
