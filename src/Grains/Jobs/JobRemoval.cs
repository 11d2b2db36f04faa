using Gristmill.Grains.Artifacts;
using Gristmill.Jobs;

namespace Gristmill.Grains.Jobs;

/// <summary>
/// Deletes ended jobs with all that belongs to them: by retention, and by hand. The one place that knows what that is; what is
/// not in the store is deleted here, for the jobs that the store says it has deleted.
/// </summary>
public sealed class JobRemoval(IJobStore store, JobArtifacts artifacts)
{
    /// <summary>Deletes those that may be, and answers them.</summary>
    public async Task<Guid[]> RemoveAsync(IReadOnlyList<JobPosition> ended)
    {
        var deleted = await store.DeleteAsync(ended);
        await artifacts.DeleteAsync(deleted);
        return deleted;
    }

    /// <summary>Deletes jobs by hand.</summary>
    /// <returns>Of each the row as it was, null if there is none; and why it was kept, null if it was deleted.</returns>
    public async Task<(JobRow? Row, string? Refusal)[]> RemoveAsync(IReadOnlyList<Guid> jobs)
    {
        var rows = await Task.WhenAll(jobs.Select(store.FindAsync));
        var deleted = await RemoveAsync(
        [
            .. from row in rows
               where row?.Status.IsTerminal() == true
               select new JobPosition(row.Sequence, row.Id, row.Status, row.Created, row.Finished, row.Result is not null),
        ]);
        var gone = deleted.ToHashSet();
        return await Task.WhenAll(rows.Select(async row => (row, row switch
        {
            null => "there is no such job",
            _ when gone.Contains(row.Id) => null,
            { Finished: null } => $"the job is {row.Status}; only a job that has ended can be deleted",
            _ => await WhyKeptAsync(row),
        })));
    }

    private async Task<string> WhyKeptAsync(JobRow row)
    {
        var open = (await store.ChildrenAsync(row.Id)).Open();
        if (open > 0)
            return $"{open} of the jobs that it has submitted have not ended; a job is kept until they have";
        return (await store.ListAsync(new JobQuery { Limit = 1 })).Rows is [var newest] && newest.Id == row.Id
            ? "the job is the newest of all, from which the next one is numbered; it can be deleted once another is submitted"
            : "the job has changed meanwhile; look at it again";
    }
}
