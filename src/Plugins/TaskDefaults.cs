using System.Buffers;
using System.Globalization;

namespace Gristmill.Plugins;

/// <summary>
/// Options of tasks. A property that is <see langword="null"/> is not set: the next in line decides, which is the job, then the
/// task, then its plugin, then the platform. Every setter refuses a value outside its limits with an
/// <see cref="ArgumentException"/>.
/// </summary>
public sealed class TaskDefaults
{
    /// <summary>The longest <see cref="TimeLimit"/>: what a timer can wait.</summary>
    public static readonly TimeSpan MaxTimeLimit = TimeSpan.FromDays(49);

    /// <summary>How long one attempt may run before it is cancelled: more than 0, at most <see cref="MaxTimeLimit"/>.</summary>
    public TimeSpan? TimeLimit
    {
        get;
        set => field = value is { } limit && (limit <= TimeSpan.Zero || limit > MaxTimeLimit)
            ? throw Refused("a time limit", limit.ToString("c", CultureInfo.InvariantCulture), "more than 0 and at most 49 days")
            : value;
    }

    /// <summary>The queue that jobs wait in: 1 to 64 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</summary>
    public string? Queue
    {
        get;
        set => field = value is null || IsQueueName(value)
            ? value
            : throw Refused("a queue", $"\"{value}\"", "1 to 64 letters, digits, '.', '_' and '-'");
    }

    /// <summary>How urgent jobs are within their queue: 0 (last) to 9 (first).</summary>
    public int? Priority
    {
        get;
        set => field = value is < 0 or > 9 ? throw Refused("a priority", Text(value), "0 (last) to 9 (first)") : value;
    }

    /// <summary>How many workers may die while they run a job before it ends in Error: 1 to 100.</summary>
    public int? MaxLostRuns
    {
        get;
        set => field = value is < 1 or > 100 ? throw Refused("the lost runs of a job", Text(value), "1 to 100") : value;
    }

    /// <summary>Whether a job whose worker died runs again. If not, it ends in Error: its task runs at most once.</summary>
    public bool? Redeliver { get; set; }

    /// <summary>How many runs may fail before a job ends in Error: 1 (no retry, the platform's default) to 1,000.</summary>
    public int? MaxAttempts
    {
        get;
        set => field = value is < 1 or > 1_000 ? throw Refused("the attempts of a job", Text(value), "1 to 1,000") : value;
    }

    /// <summary>The pause after the first failed run, doubled with each further one: 0 to 1 day. 1 s unless set.</summary>
    public TimeSpan? RetryDelay
    {
        get;
        set => field = value is { } delay && (delay < TimeSpan.Zero || delay > TimeSpan.FromDays(1))
            ? throw Refused("a retry delay", delay.ToString("c", CultureInfo.InvariantCulture), "0 to 1 day")
            : value;
    }

    /// <summary>The longest pause between two runs: 0 to 30 days. 10 min unless set.</summary>
    public TimeSpan? MaxRetryDelay
    {
        get;
        set => field = value is { } delay && (delay < TimeSpan.Zero || delay > TimeSpan.FromDays(30))
            ? throw Refused("a longest retry delay", delay.ToString("c", CultureInfo.InvariantCulture), "0 to 30 days")
            : value;
    }

    /// <summary>Exceptions that are not worth another try; those derived from them are, unless they are named too.</summary>
    public IReadOnlyList<Type>? NoRetryOn { get; set; }

    /// <summary>
    /// How many jobs of the task may run at the same time over the whole cluster: 1 to 10,000. Any number unless set.
    /// </summary>
    public int? MaxConcurrent
    {
        get;
        set => field = value is < 1 or > 10_000 ? throw Refused("a task's jobs at the same time", Text(value), "1 to 10,000")
            : value;
    }

    /// <summary>
    /// How many runs of the task may start in a <see cref="StartPeriod"/> over the whole cluster: 1 to 10,000. Any number unless
    /// set.
    /// </summary>
    public int? MaxStarts
    {
        get;
        set => field = value is < 1 or > 10_000 ? throw Refused("a task's starts in a period", Text(value), "1 to 10,000")
            : value;
    }

    /// <summary>The time for <see cref="MaxStarts"/>: 1 s to 1 day. 1 s unless set.</summary>
    public TimeSpan? StartPeriod
    {
        get;
        set => field = value is { } period && (period < TimeSpan.FromSeconds(1) || period > TimeSpan.FromDays(1))
            ? throw Refused("a period of starts", period.ToString("c", CultureInfo.InvariantCulture), "1 s to 1 day")
            : value;
    }

    /// <summary>Whether a text may name a queue: 1 to 64 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</summary>
    /// <param name="name">The text.</param>
    public static bool IsQueueName(string name) =>
        name.Length is > 0 and <= 64 && !name.AsSpan().ContainsAnyExcept(QueueCharacters);

    private static readonly SearchValues<char> QueueCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private static string Text(int? value) => string.Create(CultureInfo.InvariantCulture, $"{value}");

    private static ArgumentException Refused(string what, string received, string expected) =>
        new($"{what} cannot be {received}; expected {expected}");
}
