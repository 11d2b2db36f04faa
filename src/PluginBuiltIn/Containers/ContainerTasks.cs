using System.Globalization;
using Gristmill.BuiltIn.Programs;
using Gristmill.Plugins;

namespace Gristmill.BuiltIn.Containers;

/// <summary>Runs containers through the Docker or Podman command line.</summary>
/// <param name="options">What is allowed.</param>
public sealed class ContainerTasks(BuiltInOptions options)
{
    /// <summary>Where the run's own folder is in the container, unless the job says otherwise.</summary>
    public const string DefaultTemporary = "/mnt/gristmill";

    /// <summary>
    /// Runs a container of an image that the silo's operator has allowed, and removes it afterwards. What it prints is in the
    /// log, line by line; the JSON lines that it writes to the pipe named by GRISTMILL_PROGRESS are the job's progress, as for
    /// gristmill.run.
    /// </summary>
    /// <param name="task">The running job.</param>
    /// <param name="image">The image.</param>
    /// <param name="arguments">What the container is given behind the image.</param>
    /// <param name="entrypoint">The program to run in place of the image's own.</param>
    /// <param name="pull">Whether to fetch the image first. Otherwise it is fetched only if it is not there.</param>
    /// <param name="environment">Variables to set in the container.</param>
    /// <param name="volumes">Folders of the silo's machine to see in the container.</param>
    /// <param name="temporary">
    /// Where the container sees a folder of this run's own, which is removed afterwards: a full path.
    /// </param>
    /// <param name="folder">The folder in the container to work in; the image's own unless given.</param>
    /// <param name="stdin">What the container reads from its standard input. Nothing unless given.</param>
    /// <param name="outputs">
    /// Files to keep with the job, as they are named in the temporary folder; the last part may have * and ?.
    /// </param>
    /// <param name="success">The exit codes that are no failure. 0 unless given.</param>
    [JobTask(Name = "gristmill.docker", Title = "Runs a container")]
    public async Task<ProgramResult> Docker(
        TaskContext task, string image, string[]? arguments = null, string? entrypoint = null, bool pull = false,
        Dictionary<string, string>? environment = null, Volume[]? volumes = null, string temporary = DefaultTemporary,
        string? folder = null,
        string? stdin = null, string[]? outputs = null, int[]? success = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(image);
        if (image.Length == 0 || image[0] == '-')
            throw new TaskFailedException($"'{image}' is no image; expected a name such as alpine:3.22");
        Allowed.Check("image", image, options.Images, nameof(options.Images));
        OutputFiles.Check(outputs);
        string[] mounts = [.. (volumes ?? []).Select(Mount)];
        var engine = FindEngine();

        var working = Directory.CreateDirectory(Path.Combine(task.Folder, "work")).FullName;
        await using var progress = ProgressPipe.Open(task, working);
        var name = $"gristmill-{task.JobId:N}-{task.Attempt.ToString(CultureInfo.InvariantCulture)}";
        var variables = new Dictionary<string, string>(environment ?? []);
        if (progress is not null)
            variables[ProgressPipe.Variable] = $"{temporary.TrimEnd('/')}/{Path.GetFileName(progress.Path)}";
        string[] run =
        [
            "run", "--rm", "--interactive", $"--name={name}",
            .. mounts, MountOption(working, temporary, readOnly: false),
            .. variables.Select(variable => $"--env={variable.Key}={variable.Value}"),
            .. entrypoint is null ? [] : new[] { $"--entrypoint={entrypoint}" },
            .. folder is null ? [] : new[] { $"--workdir={folder}" },
            image, .. arguments ?? [],
        ];

        if (pull)
            ProgramFailedException.ThrowUnless([0], await RunAsync(["pull", image]), $"{engine} pull {image}");
        int exitCode;
        try
        {
            exitCode = await RunAsync(run, stdin);
        }
        catch (OperationCanceledException)
        {
            await RemoveAsync(engine, name, task);
            throw;
        }
        if (progress is not null)
            await progress.EndAsync();
        ProgramFailedException.ThrowUnless(success ?? [0], exitCode, $"the container of {image}");
        return new(exitCode, await OutputFiles.KeepAsync(task, working, outputs));

        Task<int> RunAsync(string[] words, string? input = null) =>
            ProgramRun.RunAsync(new(engine, words, task.Folder, new Dictionary<string, string>(), input,
                AfterDeath: [engine, .. Remove(name)]), task);
    }

    private string FindEngine()
    {
        if (options.Engine is { } named)
            return ProgramFile.Find(named);
        return ProgramFile.TryFind("docker") ?? ProgramFile.TryFind("podman") ?? throw new TaskFailedException(
            $"neither docker nor podman is on this silo's PATH; install one of them, or name its program in {BuiltInOptions.Section}:{nameof(BuiltInOptions.Engine)}");
    }

    private string Mount(Volume volume) =>
        MountOption(Allowed.Folder(volume.Source, options.Folders), volume.Target, volume.ReadOnly);

    // Commas and quotes separate the parts of the option.
    private static string MountOption(string source, string target, bool readOnly) =>
        target.StartsWith('/') && !$"{source}{target}".AsSpan().ContainsAny(",\"\n")
            ? $"--mount=type=bind,source={source},target={target}{(readOnly ? ",readonly" : "")}"
            : throw new TaskFailedException($"the folder '{source}' cannot be '{target}' in the container; expected full paths without commas and quotes");

    private static string[] Remove(string name) => ["rm", "--force", name];

    // The command line has ended, and a container may outlive it.
    private static async Task RemoveAsync(string engine, string name, TaskContext task)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(engine, Remove(name))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            task.Log.Warning($"the container {name} could not be removed within 10 s; look for it with: {Path.GetFileName(engine)} ps");
        }
    }
}
