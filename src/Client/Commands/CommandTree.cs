using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;
using Gristmill.Client.Input;

namespace Gristmill.Client.Commands;

/// <summary>All that can be typed.</summary>
internal static class CommandTree
{
    private const string Description = """
        Submits jobs to a Gristmill cluster, follows them, and shows what its silos do.

        Try it without a cluster:  gristmill run gwexample.analyses.tasks.fibonacci 26 --local

        Exit codes: 0 success, 1 the job ended in Error, 2 wrong usage or refused input, 3 the job was canceled, 4 no cluster,
        70 a fault of this program, 130 left with Ctrl-C. NO_COLOR turns colours off, GRISTMILL_DEBUG=1 adds stack traces to errors.
        """;

    public static RootCommand Create()
    {
        var root = new RootCommand(Description)
        {
            new RunCommand(),
            new SubmitCommand(),
            new StatusCommand(),
            new WatchCommand(),
            new LogsCommand(),
            new ArtifactsCommand(),
            new CancelCommand(),
            new RetryCommand(),
            new DeleteCommand(),
            new ListCommand(),
            new TasksCommand(),
            new PluginsCommand(),
            new QueuesCommand(),
            new SilosCommand(),
            new CordonCommand(),
            new UncordonCommand(),
            new DrainCommand(),
            new KeysCommand(),
            new ConfigCommand(),
            CommonOptions.Data,
            CommonOptions.Output,
        };
        root.SetAction(ShowHelp);
        root.Options.OfType<HelpOption>().Single().Action = new HelpWithExamples();
        root.Options.OfType<VersionOption>().Single().Action = new ShowVersion();
        return root;
    }

    private static int ShowHelp(ParseResult typed)
    {
        new HelpAction().Invoke(typed);
        return ExitCodes.Refused;
    }

    private sealed class HelpWithExamples : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var exitCode = new HelpAction().Invoke(parseResult);
            if (parseResult.CommandResult.Command is not Verb { Examples: { Length: > 0 } examples })
                return exitCode;
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples)
                output.WriteLine($"  gristmill {example}");
            output.WriteLine();
            return exitCode;
        }
    }

    private sealed class ShowVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var version = typeof(CommandTree)
                .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
            parseResult.InvocationConfiguration.Output.WriteLine(version.Split('+')[0]);
            return ExitCodes.Success;
        }
    }
}
