using Gristmill.Plugins;

namespace Gristmill.BuiltIn.Programs;

/// <summary>Runs programs of the silo's machine.</summary>
/// <param name="options">What is allowed.</param>
public sealed class ProgramTasks(BuiltInOptions options)
{
    /// <summary>
    /// Runs a program that the silo's operator has allowed. What it prints is in the log, line by line; the JSON lines that it
    /// writes to the pipe named by GRISTMILL_PROGRESS, {"current": 1, "total": 3, "message": "…"}, are the job's progress. When
    /// the run ends or is told to stop, so is everything that the program started. No shell is involved.
    /// </summary>
    /// <param name="task">The running job.</param>
    /// <param name="program">A name on the silo's PATH, or a full path.</param>
    /// <param name="arguments">
    /// Its arguments; {"$transform": "file", "name": "FILE"} is the path of a file that came with the job.
    /// </param>
    /// <param name="environment">Variables to set, beside those of the silo.</param>
    /// <param name="folder">
    /// The folder to work in: a full path, one that is allowed. An empty one that is removed afterwards unless given.
    /// </param>
    /// <param name="stdin">What the program reads from its standard input. Nothing unless given.</param>
    /// <param name="outputs">
    /// Files to keep with the job, as they are named in the working folder; the last part may have * and ?.
    /// </param>
    /// <param name="success">The exit codes that are no failure. 0 unless given.</param>
    [JobTask(Name = "gristmill.run", Title = "Runs a program")]
    public async Task<ProgramResult> Run(
        TaskContext task, string program, string[]? arguments = null, Dictionary<string, string>? environment = null,
        string? folder = null,
        string? stdin = null, string[]? outputs = null, int[]? success = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        Allowed.Check("program", ProgramFile.Normalize(program), options.Programs, nameof(options.Programs));
        foreach (var name in (environment ?? []).Keys)
            Allowed.Check("environment variable", name, options.Variables, nameof(options.Variables));
        OutputFiles.Check(outputs);
        var working = folder is null ? Directory.CreateDirectory(Path.Combine(task.Folder, "work")).FullName
            : Allowed.Folder(folder, options.Folders);

        await using var progress = ProgressPipe.Open(task);
        var variables = new Dictionary<string, string>(environment ?? []);
        if (progress is not null)
            variables[ProgressPipe.Variable] = progress.Path;
        var exitCode =
            await ProgramRun.RunAsync(new(ProgramFile.Find(program), arguments ?? [], working, variables, stdin), task);
        if (progress is not null)
            await progress.EndAsync();
        ProgramFailedException.ThrowUnless(success ?? [0], exitCode, program);
        return new(exitCode, await OutputFiles.KeepAsync(task, working, outputs));
    }
}
