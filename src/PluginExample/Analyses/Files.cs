using System.ComponentModel;
using System.Globalization;
using System.Text;
using Gristmill.Plugins;

namespace GWExample.Analyses;

/// <summary>Tasks that take files and keep files.</summary>
public static class Files
{
    /// <summary>Counts the words of a file. The table is kept with the job as words.csv.</summary>
    /// <param name="task">The running job.</param>
    /// <param name="file">The file: --arg file=@FILE on the command line.</param>
    /// <param name="pause">
    /// For how many seconds the first run waits before it counts, unless it is told to stop: time to kill its silo.
    /// </param>
    [JobTask(Title = "Counts words", ResultTransforms = """[{"$transform": "artifact", "name": "words.csv"}]""")]
    public static async Task<string> CountWords(TaskContext task, FileInfo file, double pause = 0)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(file);
        var text = await File.ReadAllTextAsync(file.FullName, task.CancellationToken);
        task.Progress(message: "counting");
        if (task.Attempt == 1)
            await task.Delay(TimeSpan.FromSeconds(pause));
        var table = new StringBuilder("word,count\n");
        foreach (var (word, count) in text.ToLowerInvariant().Split().Where(word => word.Length > 0).CountBy(word => word)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal))
            table.Append(CultureInfo.InvariantCulture, $"{word},{count}\n");
        return table.ToString();
    }

    /// <summary>Joins texts, and keeps each as a file of the job, too.</summary>
    /// <param name="task">The running job.</param>
    /// <param name="texts">The texts: {"$transform": "lines", "name": "FILE"} are those of a file that came with the job.</param>
    [JobTask(Title = "Joins texts")]
    public static async Task<string> Join(TaskContext task, string[] texts)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(texts);
        foreach (var (i, text) in texts.Index())
            await task.SaveArtifact($"{i}.txt", new MemoryStream(Encoding.UTF8.GetBytes(text)));
        return string.Join(' ', texts);
    }
}

/// <summary>The lines of a file that came with the job: an example of a plugin's own transform.</summary>
[Description("The lines of a text file that was uploaded for the job, as an array.")]
public sealed class Lines : ArgumentTransform
{
    /// <summary>The name that the file was uploaded under.</summary>
    public required string Name { get; init; }

    /// <summary>How many lines to take at most.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <inheritdoc/>
    public override async ValueTask<object?> Fetch(TaskContext task)
    {
        ArgumentNullException.ThrowIfNull(task);
        using var reader = new StreamReader(await task.OpenArtifact(Name));
        return await reader.ReadToEndAsync(task.CancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<object?> Convert(object? fetched, TaskContext task) =>
        new(((string)fetched!).ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(Most).ToArray());
}
