namespace Gristmill;

/// <summary>
/// Where a job is in its life. Names and numbers are those of Girder's job model, so that records move between the two.
/// The allowed moves are in <see cref="JobTransitions"/>, drawn in <c>docs/job-lifecycle.md</c>.
/// </summary>
[GenerateSerializer]
public enum JobStatus
{
    /// <summary>Known, but not waiting to run. Leaves by being queued or canceled.</summary>
    Inactive = 0,

    /// <summary>Waiting in its queue for a slot, or for its wake time. Never yet claimed, or given back.</summary>
    Queued = 1,

    /// <summary>Claimed by one silo, which alone may report for this run.</summary>
    Running = 2,

    /// <summary>Ended with a result. Terminal.</summary>
    Success = 3,

    /// <summary>Ended with an error. Terminal.</summary>
    Error = 4,

    /// <summary>Ended because somebody, or a limit, canceled it. Terminal.</summary>
    Canceled = 5,

    /// <summary>Running: an argument is being fetched before the task's method is called.</summary>
    FetchingInput = 820,

    /// <summary>Running: an argument is being converted before the task's method is called.</summary>
    ConvertingInput = 821,

    /// <summary>Running: the result is being converted after the task's method has returned.</summary>
    ConvertingOutput = 822,

    /// <summary>Running: the result is being pushed to where it belongs after the task's method has returned.</summary>
    PushingOutput = 823,

    /// <summary>Told to stop while running; ends as Canceled, or as Error if the task fails for another reason.</summary>
    Canceling = 824,
}
