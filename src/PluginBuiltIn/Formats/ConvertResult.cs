using Gristmill.Plugins;

namespace Gristmill.BuiltIn.Formats;

/// <summary>A conversion that was made.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Text">What came out; null if it is kept.</param>
/// <param name="Kept">What came out as it is kept with the job; null if it is not.</param>
public sealed record ConvertResult(long Rows, string? Text, Artifact? Kept);
