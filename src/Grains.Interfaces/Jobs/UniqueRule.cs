namespace Gristmill;

/// <summary>
/// At most one job at a time with a key, over the whole cluster and whatever their tasks. A job takes the key when it enters one
/// of <see cref="States"/> and frees it when it leaves them, in the same commit as that move.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record UniqueRule
{
    /// <summary>What no other job may have at the same time: 1 to 200 characters, compared exactly.</summary>
    [Id(0)] public required string Key { get; init; }

    /// <summary>What becomes of this job if another one holds the key.</summary>
    [Id(1)] public UniquePolicy Policy { get; init; }

    /// <summary>
    /// While the job is in one of these, it holds the key. <see cref="JobStatus.Queued"/> always;
    /// <see cref="JobStatus.Running"/>, which stands for every status in which a silo holds the job; and with it
    /// <see cref="JobStatus.Success"/>, <see cref="JobStatus.Error"/> and <see cref="JobStatus.Canceled"/>, for as long as the job is
    /// kept. Queued and Running unless set: until it ends.
    /// </summary>
    /// <remarks>
    /// With Queued alone, a job that returns to its queue (a retry, a lost silo) while another waits with its key is Canceled
    /// with reason Replaced: the other one does its work.
    /// </remarks>
    [Id(2)] public JobStatus[] States { get; init; } = [JobStatus.Queued, JobStatus.Running];
}
