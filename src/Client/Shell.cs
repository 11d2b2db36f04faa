using System.Runtime.InteropServices;
using Gristmill.Client.Output;

namespace Gristmill.Client;

/// <summary>Where the console runs: the two streams it prints on, its environment, the clock, and who may interrupt it.</summary>
internal sealed class Shell : IDisposable
{
    private readonly List<IDisposable> _signals = [];

    /// <summary>What was asked for.</summary>
    public required Screen Out { get; init; }

    /// <summary>All the rest.</summary>
    public required Screen Error { get; init; }

    /// <summary>Opens what is typed or piped in.</summary>
    public Func<Stream> In { get; init; } = Console.OpenStandardInput;

    /// <summary>Opens the output for what is no text.</summary>
    public Func<Stream> OutBytes { get; init; } = Console.OpenStandardOutput;

    /// <summary>Environment variables by name.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>The working folder.</summary>
    public string Folder { get; init; } = Environment.CurrentDirectory;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public Interrupts Interrupts { get; } = new();

    /// <summary>The shell that this process was started from.</summary>
    public static Shell OfProcess()
    {
        var variables = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .GroupBy(variable => (string)variable.Key, variable =>
                (string?)variable.Value ?? "", StringComparer.OrdinalIgnoreCase)
            .ToDictionary(same => same.Key, same => same.First(), StringComparer.OrdinalIgnoreCase);
        var colors = variables.GetValueOrDefault("NO_COLOR", "").Length == 0;
        var dumb = variables.GetValueOrDefault("TERM") == "dumb";
        var shell = new Shell
        {
            Out = new Screen(Console.Out, !dumb && !Console.IsOutputRedirected, colors),
            Error = new Screen(Console.Error, !dumb && !Console.IsErrorRedirected, colors),
            Variables = variables,
        };
        shell.Hear(PosixSignal.SIGINT, shell.Interrupts.Press);
        shell.Hear(PosixSignal.SIGTERM, shell.Interrupts.Leave);
        return shell;
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
    }

    private void Hear(PosixSignal signal, Action heard) => _signals.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        heard();
    }));
}
