using System.CommandLine;

namespace Gristmill.Client.Commands;

/// <summary>The argument by which commands name a queue.</summary>
internal static class QueueArgument
{
    public static Argument<string> One() => new("NAME") { Description = "The queue's name." };
}
