using System.CommandLine;

namespace Gristmill.Client.Commands;

/// <summary>The arguments by which commands name plugins.</summary>
internal static class PluginArgument
{
    public static Argument<string> Source() => new("FILE|FOLDER")
    {
        Description = "A package, as `gristmill plugins pack` makes one, or a folder with what a build left.",
    };

    public static Argument<string> Name() => new("NAME") { Description = "The plugin's name." };

    public static Argument<string?> Version(string description) =>
        new("VERSION") { Arity = ArgumentArity.ZeroOrOne, Description = description };
}
