using Gristmill.BuiltIn.Tests;
using Gristmill.Client.Commands;
using Gristmill.Client.Output;

namespace Gristmill.Client.Tests.Fakes;

/// <summary>The console, run in the test's process against a cluster in memory.</summary>
internal sealed class TestConsole(FakeCluster cluster, bool isTerminal = false, bool colors = false) : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>What is piped in.</summary>
    public Stream Input { get; init; } = Stream.Null;

    /// <summary>The working folder.</summary>
    public string Folder { get; init; } = Path.GetTempPath();

    /// <summary>What was put out that is no text.</summary>
    public MemoryStream OutBytes { get; } = new();

    public Shell Shell => field ??= new Shell
    {
        Out = new Screen(TextWriter.Synchronized(_out), isTerminal, colors),
        Error = new Screen(TextWriter.Synchronized(_error), isTerminal, colors),
        In = () => Input,
        OutBytes = () => OutBytes,
        Variables = Variables,
        Folder = Folder,
        Clock = new ImpatientClock(TimeSpan.FromSeconds(1), Samples.Start),
    };

    public string Output => _out.ToString().ReplaceLineEndings("\n");

    public string Errors => _error.ToString().ReplaceLineEndings("\n");

    public Task<int> RunAsync(params string[] arguments) => App.RunAsync(arguments, Shell, cluster);

    public static async Task<(int Exit, string Output, string Errors)> RunAsync(FakeCluster cluster, params string[] arguments)
    {
        using var console = new TestConsole(cluster);
        return (await console.RunAsync(arguments), console.Output, console.Errors);
    }

    public void Dispose()
    {
        Shell.Dispose();
        _out.Dispose();
        _error.Dispose();
    }
}
