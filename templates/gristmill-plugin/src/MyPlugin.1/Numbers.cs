using System.Globalization;
using Gristmill.Plugins;

namespace MyPlugin._1;

/// <summary>A transform: stands in a job's arguments for the numbers in a file, one a line.</summary>
public sealed class Numbers : ArgumentTransform
{
    /// <summary>The name that the file was uploaded under.</summary>
    public required string Name { get; init; }

    public override async ValueTask<object?> Fetch(TaskContext task)
    {
        using var reader = new StreamReader(await task.OpenArtifact(Name));
        return await reader.ReadToEndAsync(task.CancellationToken);
    }

    public override ValueTask<object?> Convert(object? fetched, TaskContext task) => new(
        ((string)fetched!).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(Number).ToArray());

    // No fault of the plugin: the job keeps this sentence, and no stack.
    private double Number(string line) => double.TryParse(line, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new TaskFailedException($"the file {Name} has the line '{line}', which is no number");
}
