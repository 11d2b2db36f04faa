using System.Text;
using System.Text.Json.Nodes;
using Gristmill.Plugins;

namespace Gristmill.BuiltIn.Formats;

/// <summary>Converts rows of data from one format to another.</summary>
/// <param name="options">What is allowed.</param>
public sealed class ConvertTasks(BuiltInOptions options)
{
    /// <summary>The most bytes that become part of the job's result.</summary>
    public const int MaxTextBytes = 256 << 10;

    /// <summary>
    /// Converts rows of data. Values of CSV are text, unless they are to be taken as numbers, true, false and null where they
    /// read so. CSV that is written has a column for every name that any row has; what is no plain value stands there as JSON.
    /// </summary>
    /// <param name="task">The running job.</param>
    /// <param name="from">
    /// The format of the data: csv (its first row are the names), json (an array of objects), ndjson (an object a line).
    /// </param>
    /// <param name="to">The format to convert to.</param>
    /// <param name="file">
    /// The data: --arg file=@FILE on the command line. A file of the silo's machine must be in a folder that its operator has
    /// allowed.
    /// </param>
    /// <param name="text">The data, in place of a file.</param>
    /// <param name="keep">
    /// The name to keep what comes out under, with the job. Without it, it is part of the result: at most 256 KiB.
    /// </param>
    /// <param name="delimiter">What separates values in CSV: one ASCII character.</param>
    /// <param name="readValues">
    /// Whether values of CSV are taken as numbers, true, false and null (nothing at all) where they read so.
    /// </param>
    [JobTask(Name = "gristmill.convert", Title = "Converts data from one format to another")]
    public async Task<ConvertResult> Convert(
        TaskContext task, Format from, Format to, FileInfo? file = null, string? text = null, string? keep = null, string delimiter = ",", bool readValues = false)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (file is null == text is null)
            throw new TaskFailedException("give the data either as file or as text");
        var csv = new Csv(delimiter, readValues);
        var source = file is null ? await WriteAsync(task, text!) : Find(file, task);
        var target = Path.Combine(task.Folder, "converted");
        long rows = 0;
        var output = File.Create(target);
        await using (output)
        {
            // The names of all columns come before the first row.
            var columns = to == Format.Csv ? await Csv.ColumnsAsync(Read()) : [];
            rows = to switch
            {
                Format.Csv => await csv.WriteAsync(output, columns, Read()),
                Format.Json => await Json.WriteArrayAsync(output, Read()),
                _ => await Json.WriteLinesAsync(output, Read()),
            };
        }
        if (keep is not null)
            return new(rows, null, await task.SaveArtifact(keep, target));
        return new FileInfo(target).Length <= MaxTextBytes
            ? new(rows, await File.ReadAllTextAsync(target, task.CancellationToken), null)
            : throw new TaskFailedException($"what comes out is larger than {MaxTextBytes:N0} bytes; give a name to keep it under");

        IAsyncEnumerable<JsonObject> Read() => from switch
        {
            Format.Csv => csv.ReadAsync(source, task.CancellationToken),
            Format.Json => Json.ReadArrayAsync(source, task.CancellationToken),
            _ => Json.ReadLinesAsync(source, task.CancellationToken),
        };
    }

    /// <summary>Lists the formats of data, and what each converts to.</summary>
    /// <param name="format">Only this one.</param>
    [JobTask(Name = "gristmill.validators", Title = "Lists what converts to what")]
    public static IReadOnlyList<Validator> Validators(Format? format = null) =>
        [.. Enum.GetValues<Format>().Where(from => format is null || from == format).Select(from => new Validator(
            Name(from), Title(from), [.. Enum.GetValues<Format>().Where(to => to != from).Select(Name)]))];

    // A job that may name any file could read what the silo's user alone may.
    private string Find(FileInfo file, TaskContext task)
    {
        var path = Allowed.Resolve(file.FullName);
        if (!Allowed.IsWithin(path, Allowed.Resolve(task.Folder)))
            _ = Allowed.Folder(Path.GetDirectoryName(path)!, options.Folders);
        return File.Exists(path) ? path : throw new TaskFailedException($"there is no file {file.FullName} on this silo");
    }

    private static string Name(Format format) => format.ToString().ToLowerInvariant();

    private static string Title(Format format) => format switch
    {
        Format.Csv => "comma-separated values, the first row are the names",
        Format.Json => "a JSON array of objects",
        _ => "JSON objects, one a line",
    };

    private static async Task<string> WriteAsync(TaskContext task, string text)
    {
        var path = Path.Combine(task.Folder, "source");
        await File.WriteAllTextAsync(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            task.CancellationToken);
        return path;
    }
}
