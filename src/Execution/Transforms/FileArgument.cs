using System.ComponentModel;
using Gristmill.Plugins;

namespace Gristmill.Execution.Transforms;

/// <summary>A file that came with the job: the task gets the path of a copy of its own, which it may change.</summary>
[Description("The path of a copy of a file that was uploaded for the job.")]
internal sealed class FileArgument : ArgumentTransform
{
    public const string Name = "file";

    private string? _folder;

    /// <summary>The name that it was uploaded under.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("name")]
    public required string File { get; init; }

    public override async ValueTask<object?> Fetch(TaskContext task)
    {
        var kept = await task.OpenArtifact(File);
        await using (kept)
        {
            // A folder of its own, so that the file keeps its name however often it is an argument.
            _folder = Directory.CreateDirectory(Path.Combine(task.Folder, $"{Guid.CreateVersion7():N}")).FullName;
            var path = Path.Combine(_folder, File);
            var copy = System.IO.File.Create(path);
            await using (copy)
                await kept.CopyToAsync(copy, task.CancellationToken);
            return path;
        }
    }

    public override ValueTask CleanUp(TaskContext task)
    {
        if (_folder is not null && Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
        return default;
    }
}
