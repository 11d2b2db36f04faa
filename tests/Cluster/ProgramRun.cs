using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Gristmill.Cluster;

/// <summary>One of our programs, running in a process of its own.</summary>
internal sealed partial class ProgramRun : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly List<(Func<string, bool> Matches, TaskCompletionSource<string> Found)> _awaited = [];
    private readonly Lock _gate = new();

    private ProgramRun(Process process) => _process = process;

    public static ProgramRun Start(string program, params string[] arguments) => Start(program, [], arguments);

    /// <param name="program">The name of its file in the assembly's metadata.</param>
    /// <param name="environment">Variables to set, beside the test's own.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProgramRun Start(string program, IEnumerable<KeyValuePair<string, string>> environment,
        params string[] arguments)
    {
        var path = typeof(ProgramRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == program)
            .Value!;
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", ["exec", path, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
                WorkingDirectory = Path.GetTempPath(),
                Environment =
                {
                    // A process that is killed would leave its diagnostic sockets behind.
                    ["DOTNET_EnableDiagnostics"] = "0",
                    // Milliseconds in hexadecimal, 10 s: compiling hot code again costs a program that lives for seconds a fifth
                    // of its processor time.
                    ["DOTNET_TC_CallCountingDelayMs"] = "2710",
                },
            },
            EnableRaisingEvents = true,
        };
        foreach (var (name, value) in environment)
            process.StartInfo.Environment[name] = value;
        var run = new ProgramRun(process);
        process.OutputDataReceived += (_, line) => run.Take(run._output, line.Data);
        process.ErrorDataReceived += (_, line) => run.Take(run._errors, line.Data);
        process.Exited += (_, _) => _ = run.FailAwaitedAsync();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return run;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output => Text(_output);

    public string Errors => Text(_errors);

    /// <summary>Waits for a line of output, past or to come. Fails when the program ends without it.</summary>
    public Task<string> LineAsync(Func<string, bool> matches)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_output.FirstOrDefault(matches) is { } past)
                return Task.FromResult(past);
            _awaited.Add((matches, found));
        }
        if (_process.HasExited)
            _ = FailAwaitedAsync();
        return found.Task;
    }

    public Task<int> ExitAsync() => ExitAsync(TestContext.Current.CancellationToken);

    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Signal(PosixSignals signal) => Assert.True(TrySignal(signal));

    /// <summary>False: the program has ended.</summary>
    public bool TrySignal(PosixSignals signal) => !_process.HasExited && Kill(_process.Id, (int)signal) == 0;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private void Take(List<string> lines, string? line)
    {
        if (line is null)
            return;
        lock (_gate)
        {
            lines.Add(line);
            if (lines != _output)
                return;
            foreach (var (matches, found) in _awaited)
                if (matches(line))
                    found.TrySetResult(line);
        }
    }

    private async Task FailAwaitedAsync()
    {
        // What it has printed last may still be on its way.
        await _process.WaitForExitAsync();
        lock (_gate)
            foreach (var (_, found) in _awaited)
                found.TrySetException(new InvalidOperationException($"the program ended first; it printed:\n{string.Join('\n', _output.Concat(_errors))}"));
    }

    private string Text(List<string> lines)
    {
        lock (_gate)
            return string.Join('\n', lines);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}

/// <summary>Linux's numbers.</summary>
internal enum PosixSignals
{
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
