using System.Text.Json;
using Gristmill.Core;
using static Gristmill.Json.JsonValues;

namespace Gristmill.Json;

/// <summary>The objects inside a line of a file: what is wrong with one is told behind the name of its field.</summary>
internal static class NestedFields
{
    private static readonly JsonFields<RetryPolicy> RetryFields = new()
    {
        ["maxAttempts"] = (retry, value) => retry with { MaxAttempts = Number(value) },
        ["firstDelay"] = (retry, value) => retry with { FirstDelay = Span(value) },
        ["factor"] = (retry, value) => retry with { Factor = Decimal(value) },
        ["maxDelay"] = (retry, value) => retry with { MaxDelay = Span(value) },
        ["jitter"] = (retry, value) => retry with { Jitter = Decimal(value) },
        ["noRetryOn"] = (retry, value) => retry with { NoRetryOn = Texts(value) },
    };

    private static readonly JsonFields<UniqueRule> UniqueFields = new()
    {
        ["key"] = (rule, value) => rule with { Key = Word(value) },
        ["policy"] = (rule, value) => rule with { Policy = Policy(value) },
        ["states"] = (rule, value) => rule with { States = Statuses(value) },
    };

    private static readonly JsonFields<JobLimit> LimitFields = new()
    {
        ["key"] = (limit, value) => limit with { Key = Word(value) },
        ["maxConcurrent"] = (limit, value) => limit with { MaxConcurrent = Number(value) },
        ["maxStarts"] = (limit, value) => limit with { MaxStarts = Number(value) },
        ["period"] = (limit, value) => limit with { Period = Span(value) },
    };

    public static RetryPolicy Retry(JsonElement value) =>
        Read(value, RetryFields, new RetryPolicy(), """{"maxAttempts": 3, "firstDelay": "1s"}""");

    public static UniqueRule Unique(JsonElement value)
    {
        var rule = Read(value, UniqueFields, new UniqueRule { Key = "" }, """{"key": "report 7", "policy": "replace"}""");
        return rule.Key.Length > 0 ? rule
            : throw new UsageException(": key is missing; give what no other job may have at the same time");
    }

    /// <summary>A limit; its key is empty if it is to be the task's name.</summary>
    public static JobLimit Limit(JsonElement value) =>
        Read(value, LimitFields, new JobLimit { Key = "" }, """{"key": "customer 7", "maxConcurrent": 2}""");

    private static T Read<T>(JsonElement value, JsonFields<T> fields, T start, string example)
    {
        if (value.ValueKind is not JsonValueKind.Object)
            throw new UsageException($" is {Shown(value)}; it must be an object such as {example}");
        var problems = new List<string>();
        var read = fields.Read(value, start, problems);
        return problems.Count == 0 ? read : throw new UsageException([.. problems.Select(problem => $": {problem}")]);
    }
}
