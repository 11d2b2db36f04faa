namespace Gristmill;

/// <summary>What a run came to. The closed set of outcomes a silo may report.</summary>
public abstract record RunOutcome
{
    /// <summary>The method returned this JSON text.</summary>
    public sealed record Returned(string Result) : RunOutcome;

    /// <summary>The method threw, or a limit was passed.</summary>
    /// <param name="Error">What went wrong.</param>
    /// <param name="RetryAfter">The pause the exception itself asked for.</param>
    /// <param name="Final">Not to be followed by another run, whatever the job's policy.</param>
    public sealed record Failed(JobError Error, TimeSpan? RetryAfter = null, bool Final = false) : RunOutcome;

    /// <summary>The method ended because it had been told to.</summary>
    public sealed record Stopped(string? Remark = null) : RunOutcome;
}
