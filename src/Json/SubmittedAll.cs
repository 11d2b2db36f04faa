namespace Gristmill.Json;

/// <summary>
/// What became of a file: how many of its lines are jobs now, how many of those were there already, and how many were refused.
/// </summary>
public sealed record SubmittedAll(long Accepted, long Existing, long Refused);
