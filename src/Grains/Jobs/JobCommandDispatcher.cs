using Gristmill.Core;
using Gristmill.Grains.Counters;
using Gristmill.Jobs;

namespace Gristmill.Grains.Jobs;

/// <summary>
/// Executes commands and then tells whom the change concerns: those who wait for the job's end, the job's grain if somebody
/// watches, the queue if the job is ready again, the pool if its task is to stop. What is told is a hint; the store has it all,
/// and each of them asks it again.
/// </summary>
public sealed class JobCommandDispatcher(IJobStore store, IGrainFactory grains, JobCounts counts)
{
    public async Task<JobAnswer> ExecuteAsync(JobCommand command)
    {
        var answer = await store.ExecuteAsync(command);
        Tell([command], [answer]);
        return answer;
    }

    public async Task<JobAnswer[]> ExecuteAsync(IReadOnlyList<JobCommand> commands)
    {
        var answers = await store.ExecuteAsync(commands);
        Tell(commands, answers);
        return answers;
    }

    private void Tell(IReadOnlyList<JobCommand> commands, JobAnswer[] answers)
    {
        Dictionary<string, List<QueueEntry>>? ready = null;
        Dictionary<int, List<JobView>>? ended = null;
        for (var i = 0; i < answers.Length; i++)
        {
            counts.Count(commands[i], answers[i]);
            var (row, refusal, moved) = answers[i];
            foreach (var other in answers[i].Others)
            {
                if (other.Status is JobStatus.Queued)
                    Add(ref ready, other);
                else
                    Tell(other, ref ended);
            }
            if (row is null || refusal is not null)
                continue;
            if (moved || commands[i] is ProgressJob)
                Tell(row, ref ended);
            if (!moved && commands[i] is not UnblockJob)
                continue;
            if (row.Status is JobStatus.Canceling && row.Owner is not null)
                Queue(row.Queue).CancelRunAsync(row.Owner, row.Id, row.Run, row.CancelReason).FireAndForget();
            if (row.Status is JobStatus.Queued)
                Add(ref ready, row);
        }

        foreach (var (queue, entries) in ready ?? [])
            Queue(queue).EnqueuedAsync([.. entries]).FireAndForget();
        foreach (var (key, views) in ended ?? [])
            grains.GetGrain<IJobWaitGrain>(key).EndedAsync([.. views]).FireAndForget();
    }

    private void Tell(JobRow row, ref Dictionary<int, List<JobView>>? ended)
    {
        var ends = row.Status.IsTerminal();
        if (row.Watch is JobWatch.None || (row.Watch is JobWatch.End && !ends))
            return;
        var view = row.ToView();
        if (row.Watch is JobWatch.Changes)
            grains.GetGrain<IJobGrain>(row.Id).ChangedAsync(view).FireAndForget();
        if (ends)
            Add(ref ended, JobShares.Of(row.Id), view);
    }

    private static void Add(ref Dictionary<string, List<QueueEntry>>? ready, JobRow row) =>
        Add(ref ready, row.Queue, new QueueEntry(row.Id, row.Task, row.Priority, row.Sequence));

    private static void Add<TKey, T>(ref Dictionary<TKey, List<T>>? lists, TKey key, T item) where TKey : notnull
    {
        lists ??= [];
        if (!lists.TryGetValue(key, out var list))
            lists.Add(key, list = []);
        list.Add(item);
    }

    private IQueueGrain Queue(string name) => grains.GetGrain<IQueueGrain>(name);
}
