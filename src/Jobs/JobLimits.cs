namespace Gristmill.Jobs;

/// <summary>
/// The limits of a row, and the arithmetic of start rates. Stores keep slots and rates in step with rows by these rules.
/// </summary>
public static class JobLimits
{
    /// <summary>The limits that a job is submitted with: its task's, and one of its own. Null for none.</summary>
    public static JobLimit[]? Of(JobLimit? task, JobLimit? own)
    {
        // A submitter's key is never taken for a task's name.
        var keyed = own is null ? null : own with { Key = $"key:{own.Key}" };
        var named = task is null ? null : task with { Key = $"task:{task.Key}" };
        return (named, keyed) switch
        {
            (null, null) => null,
            ({ } one, null) => [one],
            (null, { } one) => [one],
            ({ } one, { } other) => [one, other],
        };
    }

    // A job that crashes its silo loses the other runs too, so jobs on their last lost run run one at a time.
    private static readonly JobLimit LastLostRun = new() { Key = "last lost run", MaxConcurrent = 1 };

    /// <summary>The options of a job that is given up if it is lost once more: one of these runs at a time.</summary>
    public static JobOptions WithLastLostRun(JobOptions options) =>
        options with { Limits = [.. options.Limits ?? [], LastLostRun] };

    /// <summary>The options of a job whose lost runs count no more.</summary>
    public static JobOptions WithoutLastLostRun(JobOptions options) =>
        options.Limits?.Where(limit => limit.Key != LastLostRun.Key).ToArray() is { } others
            && others.Length < options.Limits.Length
            ? options with { Limits = others is [] ? null : others }
            : options;

    /// <summary>Whether a row has slots: in every status in which a silo holds it.</summary>
    public static bool HasSlots(this JobRow? row) => row is { Options.Limits: not null } && row.Status.IsHeld();

    /// <summary>How many more runs a limit lets start now.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="taken">How many have a slot of it.</param>
    /// <param name="full">When the bucket of its starts will be full; null if it is.</param>
    /// <param name="now">The time.</param>
    public static int Room(JobLimit limit, int taken, DateTimeOffset? full, DateTimeOffset now) => Math.Min(
        limit.MaxConcurrent is { } most ? most - taken : int.MaxValue,
        limit.MaxStarts is null ? int.MaxValue : Starts(limit, full, now));

    /// <summary>How many runs the bucket lets start now.</summary>
    /// <param name="limit">The limit; it has <see cref="JobLimit.MaxStarts"/>.</param>
    /// <param name="full">
    /// When the bucket will be full if nobody starts; null: it is. It is too if that is further ahead than it takes an empty one:
    /// then the machine's clock was set back, and nobody knows.
    /// </param>
    /// <param name="now">The time.</param>
    public static int Starts(JobLimit limit, DateTimeOffset? full, DateTimeOffset now)
    {
        var step = Step(limit);
        var missing = Missing(limit, full, now);
        return (int)Math.Max(0, (limit.MaxStarts!.Value * step - missing).Ticks / step.Ticks);
    }

    /// <summary>When the bucket will be full, once a run has started now.</summary>
    public static DateTimeOffset FullAfterStart(JobLimit limit, DateTimeOffset? full, DateTimeOffset now) =>
        now + Missing(limit, full, now) + Step(limit);

    /// <summary>When the bucket will be full, once a start is given back.</summary>
    public static DateTimeOffset FullAfterReturn(JobLimit limit, DateTimeOffset full) => full - Step(limit);

    private static TimeSpan Missing(JobLimit limit, DateTimeOffset? full, DateTimeOffset now) =>
        full > now && full - now <= limit.MaxStarts!.Value * Step(limit) ? full.Value - now : TimeSpan.Zero;

    // Rounded up to whole microseconds, as stores keep times: never more starts than were asked for.
    private static TimeSpan Step(JobLimit limit) =>
        TimeSpan.FromTicks((limit.Period.Ticks / limit.MaxStarts!.Value + 9) / 10 * 10);
}
