namespace Gristmill;

/// <summary>How the jobs are shared among the <see cref="IJobWaitGrain"/>s of a cluster.</summary>
public static class JobShares
{
    /// <summary>How many there are; the keys of the grains are 0 to this, exclusive.</summary>
    public const int Count = 2;

    /// <summary>The share that a job belongs to.</summary>
    public static int Of(Guid job)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = job.TryWriteBytes(bytes);
        return bytes[15] % Count; // Drawn by chance in every version of UUIDs that is in use.
    }
}
