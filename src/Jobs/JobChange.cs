namespace Gristmill.Jobs;

/// <summary>One job's row, and what it becomes.</summary>
public sealed record JobChange(JobRow Before, JobRow After, JobEvent Event);
