namespace Gristmill.Json;

/// <summary>A part of a job's log.</summary>
/// <param name="Lines">The lines, oldest first.</param>
/// <param name="Next">What to read behind next: the last line's sequence number.</param>
public sealed record LogPage(JobLogLine[] Lines, long Next);
