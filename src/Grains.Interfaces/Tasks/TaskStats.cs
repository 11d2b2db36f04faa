namespace Gristmill;

/// <summary>What one silo has seen of a task since it started; or what all have that do not run any more.</summary>
/// <param name="Silo">The silo's name; empty for those that do not run any more.</param>
/// <param name="Task">The task's full name.</param>
/// <param name="Running">Runs that have started and not ended.</param>
/// <param name="Succeeded">Runs that returned.</param>
/// <param name="Failed">Runs that threw.</param>
/// <param name="Canceled">Runs that ended because they were told to.</param>
/// <param name="Busy">The time spent in ended runs, in all.</param>
[GenerateSerializer, Immutable]
public sealed record TaskStats(
    [property: Id(0)] string Silo,
    [property: Id(1)] string Task,
    [property: Id(2)] int Running,
    [property: Id(3)] long Succeeded,
    [property: Id(4)] long Failed,
    [property: Id(5)] long Canceled,
    [property: Id(6)] TimeSpan Busy)
{
    /// <summary>How many runs have ended.</summary>
    public long Ended => Succeeded + Failed + Canceled;

    /// <summary>The mean time of a run that has ended; null while none has.</summary>
    public TimeSpan? Mean => Ended == 0 ? null : Busy / Ended;

    /// <summary>What was seen since an earlier look.</summary>
    public TaskStats Since(TaskStats earlier) => this with
    {
        Succeeded = Succeeded - earlier.Succeeded,
        Failed = Failed - earlier.Failed,
        Canceled = Canceled - earlier.Canceled,
        Busy = Busy - earlier.Busy,
    };
}
