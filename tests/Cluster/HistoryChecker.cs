namespace Gristmill.Cluster;

/// <summary>Reads a job's history as a judge: what may never be there, whatever happened to the silos.</summary>
internal static class HistoryChecker
{
    public static IEnumerable<string> Faults(JobView job)
    {
        var history = job.History;
        if (history is not [{ Status: JobStatus.Queued, Run: 0 }, ..])
            yield return "does not begin as Queued";
        if (!job.Status.IsTerminal() || history[^1].Status != job.Status)
            yield return $"is {job.Status} in the end";
        if (history.Count(change => change.Status.IsTerminal()) != 1)
            yield return "has not exactly one terminal state";
        for (var i = 1; i < history.Length; i++)
        {
            var (before, after) = (history[i - 1], history[i]);
            if (!JobTransitions.Allows(before.Status, after.Status))
                yield return $"moved from {before.Status} to {after.Status}";
            if (after.Run != before.Run + (after.Status is JobStatus.Running ? 1 : 0))
                yield return $"went from run {before.Run} to {after.Run} as {after.Status}";
        }
        // An outcome is what ends the hold of a silo. A job that waits again may be canceled, which is no outcome of the run before.
        var outcomes = history.Zip(history.Skip(1)).Where(move => move.First.Status.IsHeld() && !move.Second.Status.IsHeld()).Select(move => move.Second.Run);
        if (!outcomes.SequenceEqual(Enumerable.Range(1, job.Attempt)))
            yield return "has not exactly one outcome of every run";
    }

    public static string Describe(JobView job) =>
        $"{job.Id} {job.Task}: {string.Join(" → ", job.History.Select(change => $"{change.Status}({change.Run},{change.Silo},{change.Reason})"))}";
}
