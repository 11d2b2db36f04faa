namespace Gristmill.Dashboard.Jobs;

/// <summary>The same done to many jobs: a few at a time, each refusal counted and the first one told.</summary>
internal static class BulkAction
{
    private const int AtOnce = 8;

    /// <param name="jobs">The jobs' ids.</param>
    /// <param name="act">What to do; a <see cref="GristmillException"/> is a refusal.</param>
    /// <param name="done">How it is called when it was done: <c>canceled</c>.</param>
    /// <returns>What became of it, for the person who asked.</returns>
    public static async Task<string> RunAsync(IReadOnlyCollection<Guid> jobs, Func<Guid, Task> act, string done)
    {
        var (count, refused, reason) = (0, 0, "");
        await Parallel.ForEachAsync(jobs, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (job, _) =>
        {
            try
            {
                await act(job);
                Interlocked.Increment(ref count);
            }
            catch (GristmillException e)
            {
                if (Interlocked.Increment(ref refused) == 1)
                    reason = e.Message;
            }
        });
        return refused == 0 ? $"{Parts.Words.Plural(count, "job")} {done}" : $"{Parts.Words.Plural(count, "job")} {done}, {refused} not: {reason}";
    }
}
