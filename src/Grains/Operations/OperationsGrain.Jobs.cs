using Gristmill.Jobs;

namespace Gristmill.Grains.Operations;

/// <summary>Orders to many jobs: the commands that one job would get, in one transaction.</summary>
internal sealed partial class OperationsGrain
{
    public async Task<JobsOrdered> OrderJobsAsync(BulkAction order, Guid[] jobs, string? reason)
    {
        if (jobs.Length > Limits.BatchJobs)
            throw new ArgumentException($"{jobs.Length} jobs in one call; at most {Limits.BatchJobs} are taken. Send them in several calls.");
        RequestRules.CheckReason(reason);
        return order switch
        {
            BulkAction.Cancel =>
                Sum(Outcomes(await dispatcher.ExecuteAsync([.. jobs.Select(job => new CancelJob(job, reason))]))),
            BulkAction.Retry => Sum(Outcomes(await dispatcher.ExecuteAsync([.. jobs.Select(job => new RetryJob(job))]))),
            BulkAction.Delete =>
                Sum((await removal.RemoveAsync(jobs)).Select(removed => (removed.Refusal is null, removed.Refusal))),
            _ => throw new ArgumentException($"there is no order {order}"),
        };
    }

    private static IEnumerable<(bool Done, string? Refusal)> Outcomes(IEnumerable<JobAnswer> answers) =>
        answers.Select(answer => (answer.Moved, answer.Row is null ? "there is no such job" : answer.Refusal));

    private static JobsOrdered Sum(IEnumerable<(bool Done, string? Refusal)> outcomes) =>
        outcomes.Aggregate(new JobsOrdered(0, 0, null), (sum, one) =>
            sum.And(new(one.Done ? 1 : 0, one.Refusal is null ? 0 : 1, one.Refusal)));
}
