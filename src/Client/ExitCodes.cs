namespace Gristmill.Client;

/// <summary>What the console's exit code says.</summary>
internal static class ExitCodes
{
    /// <summary>It was done; a job that was waited for ended in Success.</summary>
    public const int Success = 0;

    /// <summary>The job that was waited for ended in Error.</summary>
    public const int JobError = 1;

    /// <summary>What was typed makes no sense, or the cluster refused it.</summary>
    public const int Refused = 2;

    /// <summary>The job that was waited for ended as Canceled.</summary>
    public const int JobCanceled = 3;

    /// <summary>No silo answers, none could be started, or none can keep anything: the disk is full.</summary>
    public const int NoCluster = 4;

    /// <summary>A fault of the console itself.</summary>
    public const int Unexpected = 70;

    /// <summary>The person left with Ctrl-C before it was done.</summary>
    public const int Left = 130;

    /// <summary>How a job that was waited for ended.</summary>
    public static int Of(JobStatus end) => end switch
    {
        JobStatus.Success => Success,
        JobStatus.Canceled => JobCanceled,
        _ => JobError,
    };
}
