namespace Gristmill.Jobs;

/// <summary>How many jobs have ended well and otherwise.</summary>
public readonly record struct EndedCount(long Succeeded, long Failed);
