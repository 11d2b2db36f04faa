namespace Gristmill.Jobs;

/// <summary>
/// A running task's progress, or (null) that its log grew. The row's version grows with it, so that watchers see a change.
/// </summary>
public sealed record ProgressJob(Guid Job, string Owner, int Run, JobProgress? Progress) : JobCommand(Job)
{
    public override bool MayBeLost => true;

    public override JobDecision Decide(JobRow? row, DateTimeOffset now) =>
        row is { } held && held.Run == Run && held.Owner == Owner
        ? JobDecision.Changed(held with { Progress = Progress ?? held.Progress, Version = held.Version + 1 }, null)
        : NotHeld(row, Run, Owner);
}
