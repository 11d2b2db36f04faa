using System.CommandLine;
using System.Runtime.InteropServices;
using Gristmill.Bench;

var command = new RootCommand(
    "Measures Gristmill and its peers on this machine: real processes, a client process, servers of its own. See docs/benchmarks.md.");
RunCommand.AddTo(command);
command.Add(CompareCommand.Create());

// However it ends, nothing is left behind.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Leave);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Leave);
AppDomain.CurrentDomain.ProcessExit += (_, _) => Leftovers.Clear();
try
{
    return await command.Parse(args)
        .InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
}
catch (BenchException error)
{
    Console.Error.WriteLine($"bench: {error.Message}");
    return 2;
}

static void Leave(PosixSignalContext signal)
{
    signal.Cancel = true;
    Leftovers.Clear();
    Environment.Exit(128 + (signal.Signal is PosixSignal.SIGINT ? 2 : 15));
}
