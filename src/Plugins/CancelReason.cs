namespace Gristmill.Plugins;

/// <summary>Why a task was told to stop.</summary>
public enum CancelReason
{
    /// <summary>Somebody cancelled the job. It ends as Canceled.</summary>
    Requested = 0,

    /// <summary>The attempt ran longer than its time limit.</summary>
    TimeLimit = 1,

    /// <summary>The silo is shutting down. The job runs again on another one, or after the next start.</summary>
    Shutdown = 2,

    /// <summary>
    /// The silo lost touch with the cluster, which may run the job elsewhere. What this run returns is not recorded.
    /// </summary>
    Lost = 3,
}
