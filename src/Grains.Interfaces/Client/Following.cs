using System.Runtime.CompilerServices;

namespace Gristmill;

/// <summary>Follows a job so that every change of its status and every line of its log is told once and in order.</summary>
public static class Following
{
    private const int PageSize = 1_000;

    /// <summary>What happens to the job until its end.</summary>
    /// <param name="job">The job.</param>
    /// <param name="leaving">Follows no more.</param>
    /// <param name="changes">How many changes of its status are known already.</param>
    /// <param name="sequence">The last line of its log that is known already; 0 for none.</param>
    public static async IAsyncEnumerable<JobNews> FollowAsync(
        this JobHandle job, [EnumeratorCancellation] CancellationToken leaving, int changes = 0, long sequence = 0)
    {
        JobNews? last = null;
        await foreach (var view in job.WatchAsync(leaving))
        {
            // A view may skip a status that did not last; the history does not.
            var moved = (last?.Job.Status, last?.Job.Attempt) != (view.Status, view.Attempt);
            var now = moved ? await job.GetAsync() : null;
            var lines = await job.ReadLogAsync(sequence);
            last = new JobNews(view, now?.History.Behind(changes)
                ?? [], lines, moved, view.Progress != last?.Job.Progress, now?.Notice);
            changes += last.Changes.Sum(change => change.CountChanges());
            sequence = lines is [.., var latest] ? latest.Sequence : sequence;
            yield return last;
        }
    }

    /// <summary>
    /// The changes behind those that are known. One that stands for others too stands for those among them that are not known.
    /// </summary>
    /// <param name="history">All changes of a job.</param>
    /// <param name="known">How many of them are known.</param>
    public static JobEvent[] Behind(this JobEvent[] history, int known)
    {
        var behind = new List<JobEvent>();
        var number = 0;
        foreach (var change in history)
        {
            number += change.CountChanges();
            var left = Math.Min(change.CountChanges(), number - known) - 1;
            if (left >= 0)
                behind.Add(change with { LeftOut = left == 0 ? null : left });
        }
        return [.. behind];
    }

    /// <summary>All of the job's log behind a sequence number.</summary>
    public static async Task<List<JobLogLine>> ReadLogAsync(this JobHandle job, long after)
    {
        var lines = new List<JobLogLine>();
        int read;
        do
        {
            var page = await job.LogAsync(lines is [.., var latest] ? latest.Sequence : after, PageSize);
            lines.AddRange(page);
            read = page.Length;
        }
        while (read == PageSize);
        return lines;
    }
}
