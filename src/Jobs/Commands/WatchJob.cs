namespace Gristmill.Jobs;

/// <summary>
/// Marks that somebody wants to be told. In the same order as all commands: a change is either in the answer, or told.
/// </summary>
public sealed record WatchJob(Guid Job, JobWatch Watch) : JobCommand(Job)
{
    public override bool MayBeLost => true;

    public override JobDecision Decide(JobRow? row, DateTimeOffset now) => row switch
    {
        null => NoSuchJob,
        { Finished: not null } => JobDecision.Unchanged(row),
        _ when row.Watch >= Watch => JobDecision.Unchanged(row),
        _ => JobDecision.Changed(row with { Watch = Watch }, null),
    };
}
