using System.CommandLine;
using Gristmill.Bench;

var command = new RootCommand(
    "Measures Gristmill and its peers on this machine: real processes, a client process, servers of its own. See docs/benchmarks.md.");
RunCommand.AddTo(command);
command.Add(CompareCommand.Create());

// However it ends, nothing is left behind.
AppDomain.CurrentDomain.ProcessExit += (_, _) => Leftovers.Clear();
try
{
    return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
}
catch (BenchException error)
{
    Console.Error.WriteLine($"bench: {error.Message}");
    return 2;
}
