namespace Gristmill.Jobs;

/// <summary>The answer to a command, once its transaction is on disk.</summary>
/// <param name="Row">The row as it now is; null if there is none.</param>
/// <param name="Refusal">Why the command was refused; null if it was accepted.</param>
/// <param name="Moved">Whether the command changed the job's status.</param>
public readonly record struct JobAnswer(JobRow? Row, string? Refusal, bool Moved)
{
    public bool Accepted => Refusal is null;

    /// <summary>Rows of other jobs that moved with it.</summary>
    public JobRow[] Others { get => field ?? []; init; }
}
