using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gristmill.Plugins;

namespace Gristmill.BuiltIn.Programs;

/// <summary>
/// A named pipe in the run's folder that a program writes its progress to, one JSON object a line:
/// <c>{"current": 1, "total": 3, "message": "…"}</c>, each of them optional.
/// </summary>
internal sealed partial class ProgressPipe : IAsyncDisposable
{
    public const string Variable = "GRISTMILL_PROGRESS";

    private const string FileName = "gristmill.progress";

    // Behind everything that the program has written; the pipe itself has no end while we hold it.
    private const string EndMark = "\u0004";

    private readonly FileStream _pipe;
    private readonly TaskContext _task;
    private readonly Task _reading;
    private bool _ended;

    private ProgressPipe(string path, TaskContext task)
    {
        Path = path;
        _task = task;
        // Opened for both, so that opening does not wait for a writer.
        _pipe = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        _reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public string Path { get; }

    /// <summary>
    /// Makes the pipe, in the run's folder unless another is given; null where there are no named pipes in folders.
    /// </summary>
    public static ProgressPipe? Open(TaskContext task, string? folder = null)
    {
        var path = System.IO.Path.Combine(folder ?? task.Folder, FileName);
        if (OperatingSystem.IsWindows())
            return null;
        if (MakeFifo(path, 0b110_000_000) != 0)
            throw new IOException($"the pipe {path} cannot be made: {Marshal.GetLastPInvokeErrorMessage()}");
        return new ProgressPipe(path, task);
    }

    /// <summary>Takes what was written so far, and closes the pipe.</summary>
    public async Task EndAsync()
    {
        if (_ended)
            return;
        _ended = true;
        _pipe.Write("\n\u0004\n"u8);
        await _reading;
        await _pipe.DisposeAsync();
        File.Delete(Path);
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    private void Read()
    {
        var ended = false;
        var lines = new LineSplitter(line =>
        {
            if (line == EndMark)
                ended = true;
            else if (line.Length > 0)
                Report(line);
        });
        using var reader = new StreamReader(_pipe, leaveOpen: true);
        var buffer = new char[4096];
        while (!ended)
            lines.Add(buffer.AsSpan(0, reader.Read(buffer)));
    }

    // Read by hand: the serializer would remember a type of ours, and with it the plugin, when it is unloaded.
    private void Report(string line)
    {
        try
        {
            var report = JsonNode.Parse(line) as JsonObject ?? throw new JsonException("no object");
            _task.Progress(report["current"]?.GetValue<double>(), report["total"]?.GetValue<double>(),
                report["message"]?.GetValue<string>());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            _task.Log.Warning($"not a progress report: {line}; expected {{\"current\": 1, \"total\": 3, \"message\": \"…\"}}");
        }
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);
}
