using System.ComponentModel;
using System.Text;
using System.Text.Json;
using Gristmill.Execution.Arguments;
using Gristmill.Plugins;

namespace Gristmill.Execution.Transforms;

/// <summary>Keeps a result with the job; the job's result is a small reference to it.</summary>
[Description("Keeps the result with the job under a name; a reference takes its place.")]
internal sealed class ArtifactResult : ResultTransform
{
    public const string Name = "artifact";

    /// <summary>The name to keep it under.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("name")]
    public required string Artifact { get; init; }

    /// <summary>What to keep of it.</summary>
    public ArtifactContent Content { get; init; }

    public override async ValueTask<object?> Push(JsonElement result, TaskContext task)
    {
        var content = Open(result, task);
        await using (content)
            return await task.SaveArtifact(Artifact, content);
    }

    private Stream Open(JsonElement result, TaskContext task) => Content switch
    {
        ArtifactContent.Bytes => result.ValueKind is JsonValueKind.String && result.TryGetBytesFromBase64(out var bytes)
            ? new MemoryStream(bytes)
            : throw Unfit(result, "bytes, which are written as a base64 string"),
        ArtifactContent.File =>
            result.ValueKind is JsonValueKind.String && IsWithin(task.Folder, result.GetString()!, out var path)
            && File.Exists(path)
            ? File.OpenRead(path)
            : throw Unfit(result,
                $"the path of a file within the run's folder ({nameof(TaskContext)}.{nameof(TaskContext.Folder)})"),
        _ => new MemoryStream(Encoding.UTF8.GetBytes(result.ValueKind is JsonValueKind.String ? result.GetString()!
            : result.GetRawText())),
    };

    // A job may name this transform for any task, and a task may return any string: no other file of the silo may be had by it.
    private static bool IsWithin(string folder, string path, out string full)
    {
        full = path.Contains('\0', StringComparison.Ordinal) ? "" : Path.GetFullPath(path, folder);
        return full.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    private TaskFailedException Unfit(JsonElement result, string expected) =>
        new($"the result cannot be kept as artifact '{Artifact}': expected {expected}, received {Received.Describe(result)}");
}
