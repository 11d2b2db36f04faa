namespace Gristmill.Cluster;

/// <summary>Reads jobs' histories as a judge: what may never be there, whatever happened to the silos.</summary>
internal static class HistoryChecker
{
    /// <summary>What is wrong with one job.</summary>
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
        // An outcome is what ends the hold of a silo. A job that waits again may be canceled, which is no outcome of the run
        // before.
        var outcomes = history.Zip(history.Skip(1)).Where(move => move.First.Status.IsHeld() && !move.Second.Status.IsHeld())
            .Select(move => move.Second.Run);
        if (!outcomes.SequenceEqual(Enumerable.Range(1, job.Attempt)))
            yield return "has not exactly one outcome of every run";
    }

    /// <summary>What is wrong with what a job's body left, a line for each time that a run of it began.</summary>
    /// <param name="job">A job whose task returns the attempt that it was.</param>
    /// <param name="marks">The attempts that began, as often as they did.</param>
    public static IEnumerable<string> Faults(JobView job, IReadOnlyCollection<int> marks)
    {
        if (marks.Distinct().Count() != marks.Count)
            yield return "ran one of its attempts twice";
        if (job.Tags.Contains(ChaosJobs.Once) && marks.Count > 1)
            yield return "ran twice although it may run at most once";
        if (job.Status is JobStatus.Success && !marks.Contains(job.Attempt))
            yield return "succeeded without having run";
        if (job.Status is JobStatus.Success && job.Result != $"{job.Attempt}")
            yield return $"has the result of another run, {job.Result}";
    }

    /// <summary>
    /// How many of the jobs were at most in such a status at the same time. What is of one commit is of one time.
    /// </summary>
    public static int MostAtOnce(IEnumerable<JobView> jobs, Func<JobStatus, bool> counts)
    {
        var steps = new List<(DateTimeOffset Time, int Step)>();
        foreach (var job in jobs)
        {
            var counted = false;
            foreach (var change in job.History.Where(change => counts(change.Status) != counted))
            {
                counted = !counted;
                steps.Add((change.Time, counted ? 1 : -1));
            }
        }
        var (now, most) = (0, 0);
        foreach (var (_, step) in steps.Order())
            most = Math.Max(most, now += step);
        return most;
    }

    public static string Describe(JobView job) =>
        $"{job.Id} {job.Task}: {string.Join(" → ", job.History.Select(change => $"{change.Status}({change.Run},{change.Silo},{change.Reason})"))}";
}
