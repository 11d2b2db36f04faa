using Gristmill.Plugins;

namespace Gristmill.Jobs;

/// <summary>Whether something may be kept with a job. Pure: the store asks inside the transaction that keeps it.</summary>
public static class ArtifactRules
{
    /// <returns>The problem, or null if the row may be kept.</returns>
    /// <param name="next">What is to be kept.</param>
    /// <param name="owner">The owner of the run that keeps it; null for an input.</param>
    /// <param name="job">The job; null if there is none yet.</param>
    /// <param name="kept">What is kept already.</param>
    /// <param name="limits">How much it may be.</param>
    public static string? Refuse(ArtifactRow next, string? owner, JobRow? job, IReadOnlyCollection<ArtifactRow> kept,
        ArtifactLimits limits)
    {
        if (WrongWithName(next.Name) is { } wrong)
            return wrong;
        if (next.IsInput && job is not null)
            return $"job {next.Job} has been submitted; its files are uploaded before";
        if (!next.IsInput && !IsRun(job, next.Run, owner))
            return $"run {next.Run} is not the job's run any more, and keeps nothing";

        if (kept.FirstOrDefault(row => row.Content == next.Content) is { } same)
            return $"the upload is artifact '{same.Name}' already; upload it again for another name";
        var replaced = kept.FirstOrDefault(row => row.Name == next.Name);
        if (replaced is { IsInput: true } && !next.IsInput)
            return $"artifact '{next.Name}' came with the job; keep yours under another name";
        if (next.Bytes > limits.Bytes)
            return TooLarge(next.Name, limits);
        if (replaced is null && kept.Count >= Limits.Artifacts)
            return $"the job has {kept.Count:N0} artifacts; no more are kept";
        var bytes = kept.Sum(row => row.Bytes) - (replaced?.Bytes ?? 0) + next.Bytes;
        return bytes > limits.JobBytes
            ? $"with '{next.Name}' the job's artifacts have {bytes:N0} bytes; at most {limits.JobBytes:N0} are kept (JobArtifactBytes)"
            : null;
    }

    public static string? WrongWithName(string name) => Artifact.IsName(name)
        ? null
        : $"an artifact cannot be named '{(name.Length > Limits.NameLength ? $"{name[..Limits.NameLength]}…" : name)}'; "
            + $"a name has 1 to {Artifact.MaxNameLength} letters, digits, '.', '_' and '-', and does not begin with '.'";

    public static string TooLarge(string what, ArtifactLimits limits) =>
        $"'{what}' is larger than {limits.Bytes:N0} bytes; no more are kept in one artifact (ArtifactBytes)";

    // By the attempt, which people see: that of a run whose task was called is not used again either.
    private static bool IsRun(JobRow? job, int run, string? owner) =>
        job is not null && job.Status.IsHeld() && job.Attempt == run && job.Owner == owner;
}
