using System.CommandLine;

namespace Gristmill.Client;

/// <summary>A command of the console.</summary>
internal abstract class Verb(string name, string description) : Command(name, description)
{
    /// <summary>What may be typed, for its help.</summary>
    public string[] Examples { get; protected init; } = [];

    /// <summary>Does it.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public abstract Task<int> RunAsync(Session session);
}
