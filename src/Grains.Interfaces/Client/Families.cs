namespace Gristmill;

/// <summary>Jobs and the jobs that they have submitted.</summary>
public static class Families
{
    private const int PageSize = 500;

    /// <summary>All jobs that fit the query, newest first.</summary>
    /// <param name="jobs">Asked for them, a page at a time.</param>
    /// <param name="query">Which jobs.</param>
    /// <param name="limit">The most jobs.</param>
    public static async IAsyncEnumerable<JobView> ListAllAsync(this JobClient jobs, JobQuery query, int limit = int.MaxValue)
    {
        string? cursor = null;
        do
        {
            var page = await jobs.ListAsync(query with { Limit = Math.Min(limit, PageSize), Cursor = cursor });
            foreach (var job in page.Jobs)
                yield return job;
            limit -= page.Jobs.Length;
            cursor = page.Next;
        }
        while (cursor is not null && limit > 0);
    }

    /// <summary>
    /// The jobs that descend from one, parents before their children. Each is looked at for children only when the next is asked
    /// for: a parent that is canceled meanwhile has no time for more.
    /// </summary>
    public static async IAsyncEnumerable<JobView> DescendantsAsync(this JobClient jobs, Guid ancestor)
    {
        var parents = new Queue<Guid>([ancestor]);
        while (parents.TryDequeue(out var parent))
            await foreach (var child in jobs.ListAllAsync(new JobQuery { Parent = parent }))
            {
                yield return child;
                parents.Enqueue(child.Id);
            }
    }

    /// <summary>How many of a job's own children have not ended.</summary>
    public static int Open(this ChildCount[] children) =>
        children.Where(some => !some.Status.IsTerminal()).Sum(some => some.Count);
}
