namespace Gristmill.Json;

/// <summary>A line of a file that was refused.</summary>
internal sealed record RefusedLine(long Line, RefusalText Error);
