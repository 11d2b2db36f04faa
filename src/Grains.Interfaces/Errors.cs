namespace Gristmill;

/// <summary>The base of the platform's own errors: each says what was wrong, what was received, and what to do.</summary>
[GenerateSerializer]
public abstract class GristmillException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">A sentence for the person who reads it.</param>
    protected GristmillException(string message) : base(message)
    {
    }
}

/// <summary>There is no job of that id: it was never accepted, or its retention is over.</summary>
[GenerateSerializer]
public sealed class UnknownJobException : GristmillException
{
    /// <summary>Makes the error.</summary>
    /// <param name="job">The id that was asked for.</param>
    public UnknownJobException(Guid job)
        : base($"There is no job {job}. `gristmill list` shows the jobs there are.") => Job = job;

    /// <summary>The id that was asked for.</summary>
    [Id(0)] public Guid Job { get; }
}

/// <summary>No live silo has that name.</summary>
[GenerateSerializer]
public sealed class UnknownSiloException : GristmillException
{
    /// <summary>Makes the error.</summary>
    /// <param name="silo">The name that was asked for.</param>
    /// <param name="known">The names of the live silos.</param>
    public UnknownSiloException(string silo, string[] known) : base(
        $"There is no live silo '{silo}'; {(known.Length == 0 ? "none has reported itself yet" : $"those are {string.Join(", ", known)}")}.") =>
        (Silo, Known) = (silo, known);

    /// <summary>The name that was asked for.</summary>
    [Id(0)] public string Silo { get; }

    /// <summary>The names of the live silos.</summary>
    [Id(1)] public string[] Known { get; }
}

/// <summary>An order about a plugin was not followed: there is none of that name or version, or its folder cannot be written now.</summary>
[GenerateSerializer]
public sealed class PluginOrderRefusedException : GristmillException
{
    /// <summary>Makes the error.</summary>
    /// <param name="problem">What was asked for, and why it cannot be.</param>
    public PluginOrderRefusedException(string problem) : base(problem) => Problem = problem;

    /// <summary>What was asked for, and why it cannot be.</summary>
    [Id(0)] public string Problem { get; }
}

/// <summary>A submission was refused: nothing of it was stored.</summary>
[GenerateSerializer]
public sealed class JobRefusedException : GristmillException
{
    /// <summary>Makes the error.</summary>
    /// <param name="problems">Everything that was wrong with it, a sentence each.</param>
    public JobRefusedException(string[] problems) : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    /// <summary>Everything that was wrong with it, a sentence each.</summary>
    [Id(0)] public string[] Problems { get; }
}

/// <summary>What was asked for could not be kept: the disk is full or cannot be written. Nothing of it was done; it may be repeated.</summary>
[GenerateSerializer]
public sealed class StoreUnavailableException : GristmillException
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">Which file could not be written, why, and what to do.</param>
    public StoreUnavailableException(string message) : base(message)
    {
    }
}

/// <summary>The job was waited for and ended without a result.</summary>
[GenerateSerializer]
public sealed class JobFailedException : GristmillException
{
    /// <summary>Makes the error.</summary>
    /// <param name="job">The job as it ended: Error, Canceled, or Success whose result has expired.</param>
    public JobFailedException(JobView job) : base(Describe(job)) => Job = job;

    /// <summary>The job as it ended.</summary>
    [Id(0)] public JobView Job { get; }

    private static string Describe(JobView job) => job.Status switch
    {
        JobStatus.Success => $"Job {job.Id} succeeded, but its result expired at {job.ResultExpired:u}: results are kept for a time.",
        JobStatus.Canceled => $"Job {job.Id} was canceled{(job.CancelReason is null ? "" : $": {job.CancelReason}")}.",
        _ => $"Job {job.Id} failed: {job.Error?.Type}: {job.Error?.Message}",
    };
}
