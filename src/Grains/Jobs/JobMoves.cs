using Gristmill.Hosting;
using Gristmill.Storage;

namespace Gristmill.Jobs;

/// <summary>
/// Executes commands and then tells whom the change concerns: the job's grain if somebody watches, the queue if the job is ready
/// again, the pool if its task is to stop. What is told is a hint; the store has it all, and each of them asks it again.
/// </summary>
internal sealed class JobMoves(IJobStore store, IGrainFactory grains, JobCounts counts)
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
        for (var i = 0; i < answers.Length; i++)
        {
            counts.Count(commands[i], answers[i]);
            var (row, refusal, moved) = answers[i];
            foreach (var other in answers[i].Others)
            {
                if (other.Status is JobStatus.Queued)
                    Add(ref ready, other);
                else if (other.Watched)
                    grains.GetGrain<IJobGrain>(other.Id).ChangedAsync(other.ToView()).Forget();
            }
            if (row is null || refusal is not null)
                continue;
            if (row.Watched && (moved || commands[i] is ProgressJob))
                grains.GetGrain<IJobGrain>(row.Id).ChangedAsync(row.ToView()).Forget();
            if (!moved && commands[i] is not WakeJob)
                continue;
            if (row.Status is JobStatus.Canceling && row.Owner is not null)
                Queue(row.Queue).CancelRunAsync(row.Owner, row.Id, row.Run, row.CancelReason).Forget();
            if (row.Status is JobStatus.Queued)
                Add(ref ready, row);
        }

        foreach (var (queue, entries) in ready ?? [])
            Queue(queue).EnqueuedAsync([.. entries]).Forget();
    }

    private static void Add(ref Dictionary<string, List<QueueEntry>>? ready, JobRow row)
    {
        ready ??= [];
        if (!ready.TryGetValue(row.Queue, out var entries))
            ready.Add(row.Queue, entries = []);
        entries.Add(new QueueEntry(row.Id, row.Task, row.Priority, row.Sequence));
    }

    private IQueueGrain Queue(string name) => grains.GetGrain<IQueueGrain>(name);
}
