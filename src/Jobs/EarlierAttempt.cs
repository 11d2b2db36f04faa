namespace Gristmill.Jobs;

/// <summary>What a row says of the attempt before the claim that holds it.</summary>
public sealed record EarlierAttempt(DateTimeOffset? Started, string? Silo, JobError? Error, JobProgress? Progress);
