namespace Gristmill.Jobs;

/// <summary>
/// A run enters a phase, or leaves it for <see cref="JobStatus.Running"/>. Entering it again changes nothing; a run that is to
/// stop enters none.
/// </summary>
public sealed record EnterPhase(Guid Job, string Owner, int Run, JobStatus Phase) : JobCommand(Job)
{
    public override JobDecision Decide(JobRow? row, DateTimeOffset now) => row switch
    {
        null => NoSuchJob,
        _ when row.Run != Run || row.Owner != Owner || !row.Status.IsHeld() => NotHeld(row, Run, Owner),
        _ when row.Status == Phase => JobDecision.Unchanged(row),
        _ => Move(row, Phase, now),
    };
}
