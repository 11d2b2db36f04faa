using System.Collections.Frozen;

namespace Gristmill;

/// <summary>
/// The one table of allowed moves. Girder's moves are the base (girder_worker's status table); ours adds Running → Queued (a lost
/// worker, a shutdown, a retry), moves of the phases back to Running and on to the next phase, and their failure and
/// cancellation.
/// </summary>
public static class JobTransitions
{
    private static readonly FrozenDictionary<JobStatus, JobStatus[]> Moves = new Dictionary<JobStatus, JobStatus[]>
    {
        [JobStatus.Inactive] = [JobStatus.Queued, JobStatus.Running, JobStatus.Canceling, JobStatus.Canceled],
        [JobStatus.Queued] = [JobStatus.Running, JobStatus.Error, JobStatus.Canceling, JobStatus.Canceled],
        [JobStatus.Running] =
        [
            JobStatus.Queued, JobStatus.Success, JobStatus.Error, JobStatus.Canceling, JobStatus.Canceled,
            JobStatus.FetchingInput, JobStatus.ConvertingInput, JobStatus.ConvertingOutput, JobStatus.PushingOutput,
        ],
        [JobStatus.FetchingInput] =
            [JobStatus.Running, JobStatus.ConvertingInput, JobStatus.Queued, JobStatus.Error, JobStatus.Canceling,
                JobStatus.Canceled],
        [JobStatus.ConvertingInput] =
            [JobStatus.Running, JobStatus.Queued, JobStatus.Error, JobStatus.Canceling, JobStatus.Canceled],
        [JobStatus.ConvertingOutput] =
            [JobStatus.Running, JobStatus.PushingOutput, JobStatus.Queued, JobStatus.Error, JobStatus.Canceling,
                JobStatus.Canceled],
        [JobStatus.PushingOutput] =
            [JobStatus.Running, JobStatus.Success, JobStatus.Queued, JobStatus.Error, JobStatus.Canceling, JobStatus.Canceled],
        [JobStatus.Canceling] = [JobStatus.Canceled, JobStatus.Error],
        [JobStatus.Success] = [],
        [JobStatus.Error] = [],
        [JobStatus.Canceled] = [],
    }.ToFrozenDictionary();

    /// <summary>Whether a job may move from one status to the other. A status may not move to itself: that is no move.</summary>
    /// <param name="from">The status the job has.</param>
    /// <param name="to">The status asked for.</param>
    public static bool Allows(JobStatus from, JobStatus to) => Array.IndexOf(Moves[from], to) >= 0;

    /// <summary>Whether the job has ended: it has no further moves.</summary>
    /// <param name="status">The status to judge.</param>
    public static bool IsTerminal(this JobStatus status) => status is JobStatus.Success or JobStatus.Error or JobStatus.Canceled;

    /// <summary>Whether a silo holds the job: Running, one of its phases, or Canceling.</summary>
    /// <param name="status">The status to judge.</param>
    public static bool IsHeld(this JobStatus status) =>
        status is JobStatus.Running or >= JobStatus.FetchingInput and <= JobStatus.Canceling;
}
