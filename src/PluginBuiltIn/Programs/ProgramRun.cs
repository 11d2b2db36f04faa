using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Gristmill.Plugins;

namespace Gristmill.BuiltIn.Programs;

/// <summary>Runs a program for a job, to its end and to that of all it has started.</summary>
internal static class ProgramRun
{
    /// <summary>
    /// How long a program may take to end after SIGTERM, before it is killed; well within the silo's <c>CancelGrace</c>.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>How long to go on reading what comes from whom we could not find and kill.</summary>
    private static readonly TimeSpan ReadingGrace = TimeSpan.FromSeconds(5);

    /// <summary>Answers the exit code.</summary>
    /// <exception cref="OperationCanceledException">The run was told to stop; nothing of the program runs any more.</exception>
    public static async Task<int> RunAsync(ProgramCall call, TaskContext task)
    {
        var stopping = task.CancellationToken;
        stopping.ThrowIfCancellationRequested();
        var family = new ProcessFamily();
        using var watchdog = Watchdog.Start(family, call.AfterDeath);
        using var process = Start(call, family);
        var exited = process.WaitForExitAsync(CancellationToken.None);
        var reading = Task.WhenAll(
            ReadAsync(process.StandardOutput, task.Log.Info), ReadAsync(process.StandardError, task.Log.Error), WriteAsync(process, call.Input));
        try
        {
            await exited.WaitAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            task.Log.Info($"stopping {call.Path} ({task.CancelReason})");
            family.Terminate(process);
            await Task.WhenAny(exited, Task.Delay(Grace, task.Clock, CancellationToken.None));
        }
        finally
        {
            await family.KillAsync(process);
        }
        await exited;
        if (await Task.WhenAny(reading, Task.Delay(ReadingGrace, TimeProvider.System, CancellationToken.None)) != reading)
            task.Log.Warning($"something that {call.Path} has started keeps its output open; what comes from there is lost");
        stopping.ThrowIfCancellationRequested();
        return process.ExitCode;
    }

    private static Process Start(ProgramCall call, ProcessFamily family)
    {
        var start = new ProcessStartInfo(call.Path, call.Arguments)
        {
            WorkingDirectory = call.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        // The silo's configuration is nobody else's business.
        foreach (var own in start.Environment.Keys.Where(name =>
            name.StartsWith("GRISTMILL__", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(own);
        foreach (var (name, value) in call.Environment)
            start.Environment[name] = value;
        start.Environment[ProcessFamily.Variable] = family.Mark;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new TaskFailedException($"{call.Path} cannot be started in {call.Folder}: {e.Message}", e);
        }
    }

    private static async Task ReadAsync(StreamReader from, Action<string> add)
    {
        var lines = new LineSplitter(add);
        var buffer = new char[4096];
        int read;
        while ((read = await from.ReadAsync(buffer)) > 0)
            lines.Add(buffer.AsSpan(0, read));
        lines.End();
    }

    private static async Task WriteAsync(Process process, string? input)
    {
        try
        {
            var stdin = process.StandardInput.BaseStream;
            await using (stdin)
                await stdin.WriteAsync(Encoding.UTF8.GetBytes(input ?? ""));
        }
        catch (IOException)
        {
            // The program need not read it.
        }
    }
}
