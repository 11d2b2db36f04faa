using System.CommandLine;
using Gristmill.Grains;

namespace Gristmill.Client.Input;

/// <summary>The options of every command.</summary>
internal static class CommonOptions
{
    /// <summary>Names the data folder where the option does not.</summary>
    public const string DataVariable = "GRISTMILL__Data";

    private const string JsonOutput = "json";

    public static readonly Option<string> Data = new("--data")
    {
        HelpName = "FOLDER",
        Description = $"The data folder of the cluster. [default: {DataVariable}, or {DataFolder.Default}]",
        Recursive = true,
        CustomParser = Values.Folder,
    };

    public static readonly Option<string> Output = new("--output", "-o")
    {
        HelpName = "text|json",
        Description = "json prints one object a line. [default: text]",
        Recursive = true,
        CustomParser = typed => Values.OneOf(typed, "text", JsonOutput),
    };

    static CommonOptions() => Output.CompletionSources.Add("text", JsonOutput);

    /// <summary>Whether JSON was asked for; to be told even if the rest that was typed makes no sense.</summary>
    public static bool IsJson(ParseResult typed) =>
        typed.GetResult(Output) is { } output && !output.Errors.Any() && output.Tokens is [{ Value: JsonOutput }];
}
