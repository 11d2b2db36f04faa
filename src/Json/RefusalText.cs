namespace Gristmill.Json;

/// <summary>What was wrong.</summary>
/// <param name="Message">All of it, a line a problem.</param>
/// <param name="Problems">Each problem.</param>
public sealed record RefusalText(string Message, IReadOnlyList<string> Problems);
