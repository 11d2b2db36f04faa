using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Gristmill.Bench;

/// <summary>A program of the benchmark: started, ready when it says so, and ended with all that it started.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _last = new();
    private readonly Func<string, bool> _isReady;

    private ChildProcess(ProcessStartInfo start, Func<string, bool> isReady)
    {
        _isReady = isReady;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        Leftovers.Add(_process);
        Name = Path.GetFileName(start.FileName);
    }

    public string Name { get; }

    public int Id => _process.Id;

    /// <summary>From its start until it was ready.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>The line by which it was ready.</summary>
    public string ReadyLine { get; private set; } = "";

    /// <summary>Starts a program.</summary>
    /// <param name="start">The program.</param>
    /// <param name="isReady">Whether a line that it prints says that it is ready.</param>
    /// <param name="readsOutput">Leave the lines after that one on standard output to <see cref="AskAsync"/>.</param>
    /// <exception cref="BenchException">It ended, or was not ready in a minute.</exception>
    public static async Task<ChildProcess> StartAsync(ProcessStartInfo start, Func<string, bool> isReady,
        bool readsOutput = false)
    {
        var since = Stopwatch.GetTimestamp();
        var child = new ChildProcess(start, isReady);
        _ = child.ReadAsync(child._process.StandardError, untilReady: false);
        _ = child.ReadAsync(child._process.StandardOutput, untilReady: readsOutput);
        try
        {
            child.ReadyLine = await child._ready.Task.WaitAsync(Patience, TimeProvider.System);
            child.StartTime = Stopwatch.GetElapsedTime(since);
            return child;
        }
        catch (Exception error)
        {
            await child.DisposeAsync();
            throw new BenchException($"{child.Name} did not start: {child.LastLines()}", error);
        }
    }

    /// <summary>Writes a line, and answers the line that comes back.</summary>
    public async Task<string> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
        return await _process.StandardOutput.ReadLineAsync() ?? throw new BenchException($"{Name} ended: {LastLines()}");
    }

    /// <summary>SIGKILL, to it and all that it started.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        Leftovers.Remove(_process);
        _process.Dispose();
    }

    /// <summary>A port of this machine that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ReadAsync(StreamReader reader, bool untilReady)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            Keep(line);
            if (_isReady(line) && _ready.TrySetResult(line) && untilReady)
                return;
        }
        await _process.WaitForExitAsync();
        _ready.TrySetException(new BenchException($"{Name} ended with code {_process.ExitCode}"));
    }

    private void Keep(string line)
    {
        lock (_last)
        {
            _last.Enqueue(line);
            if (_last.Count > 10)
                _last.Dequeue();
        }
    }

    private string LastLines()
    {
        lock (_last)
            return string.Join(" | ", _last);
    }
}

/// <summary>A measurement could not be made; the message says why.</summary>
internal sealed class BenchException(string message, Exception? inner = null) : Exception(message, inner);
