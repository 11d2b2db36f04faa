namespace Gristmill.Jobs;

/// <summary>
/// What a command decided: the next row with the event to append, or why nothing changes. A refusal is an answer, not an error.
/// </summary>
public readonly record struct JobDecision(JobRow? Row, JobEvent? Event, string? Refusal)
{
    /// <summary>Whether the store has something to save.</summary>
    public bool Saves => (Refusal is null || Waits) && Row is not null && !Same;

    private bool Same { get; init; }

    private bool Waits { get; init; }

    /// <summary>The history is to say nothing of the claim that holds the row: it is undone.</summary>
    public bool UndoesClaim { get; init; }

    /// <summary>Another job's change that is saved before this one; null for none.</summary>
    public JobChange? Before { get; init; }

    public static JobDecision Changed(JobRow row, JobEvent? happened) => new(row, happened, null);

    public static JobDecision Refused(JobRow? row, string why) => new(row, null, why);

    /// <summary>Refused, and the row remembers for what.</summary>
    public static JobDecision HeldBack(JobRow row, string why) => new(row, null, why) { Waits = true };

    /// <summary>The command is satisfied already (the same report again, say): accepted, nothing to save.</summary>
    public static JobDecision Unchanged(JobRow row) => new(row, null, null) { Same = true };
}
