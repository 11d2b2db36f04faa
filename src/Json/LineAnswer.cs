namespace Gristmill.Json;

/// <summary>What became of a line.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Receipt">The cluster's answer; null if the line is no job.</param>
/// <param name="Problems">What is wrong with a line that is no job.</param>
public readonly record struct LineAnswer(long Number, JobReceipt? Receipt, IReadOnlyList<string> Problems)
{
    /// <summary>Why it was refused; empty if it was accepted.</summary>
    public IReadOnlyList<string> Refusals => Receipt?.Problems ?? Problems;

    /// <summary>The answer as JSON, on one line.</summary>
    public string ToJson() => Receipt is { Accepted: true }
        ? JsonViews.Line(new SubmittedLine(Number, Receipt.Id, Receipt.Existing))
        : JsonViews.Line(new RefusedLine(Number, new(string.Join('\n', Refusals), Refusals)));
}
