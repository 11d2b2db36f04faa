namespace Gristmill.Storage;

/// <summary>How many jobs have ended well and otherwise.</summary>
internal readonly record struct EndedCount(long Succeeded, long Failed);
