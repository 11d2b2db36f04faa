using Gristmill.Plugins;

namespace Gristmill.BuiltIn.Http;

/// <summary>An answer.</summary>
/// <param name="Status">Its status code.</param>
/// <param name="Headers">Its headers; those that came more than once are joined by commas.</param>
/// <param name="Body">Its content as text; null if it is kept.</param>
/// <param name="Kept">Its content as it is kept with the job; null if it is not.</param>
/// <param name="Attempts">How many requests it took.</param>
public sealed record HttpResult(int Status, IReadOnlyDictionary<string, string> Headers, string? Body, Artifact? Kept,
    int Attempts);
