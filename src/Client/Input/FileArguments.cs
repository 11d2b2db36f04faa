using Gristmill.Core;

namespace Gristmill.Client.Input;

/// <summary>The files that were typed as arguments, <c>--arg name=@file</c>: they are uploaded and come with the job.</summary>
internal sealed class FileArguments : IDisposable
{
    private readonly List<(string Name, FileStream Content)> _files = [];

    /// <summary>The arguments, those that are files as what stands for them.</summary>
    public NamedArgument[] Arguments { get; }

    /// <exception cref="UsageException">A file cannot be read.</exception>
    public FileArguments(NamedArgument[] typed)
    {
        try
        {
            Arguments = Array.ConvertAll(typed, argument =>
                argument.File is { } path ? argument with { Json = Add(argument.Name, path) } : argument);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Uploads the files for a job that is going to be submitted.</summary>
    public async Task UploadAsync(JobClient jobs, Guid job, CancellationToken cancellationToken)
    {
        foreach (var (name, content) in _files)
            await jobs.UploadAsync(job, name, content, cancellationToken);
    }

    public void Dispose() => _files.ForEach(file => file.Content.Dispose());

    private string Add(string argument, string path)
    {
        var name = NameOf(path);
        _files.Add((name, Open(argument, path)));
        return JobArguments.ToJson([new("$transform", "\"file\""), new("name", $"\"{name}\"")]);
    }

    private static FileStream Open(string argument, string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, useAsync: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($$"""--arg {{argument}}: the file '{{path}}' cannot be read: {{e.Message}} (for a text that begins with @ write '{{argument}}="@…"')""");
        }
    }

    // The file's own name as far as artifacts may have it, told apart from the others'.
    private string NameOf(string path)
    {
        var own = string.Concat(Path.GetFileName(path)
            .Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_'));
        var name = own.TrimStart('.') is { Length: > 0 } visible ? visible : "file";
        name = name.Length > 100 ? name[^100..].TrimStart('.') : name;
        for (var i = 2; _files.Exists(file => file.Name == name); i++)
            name = $"{i}-{(i == 2 ? name : name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..])}";
        return name;
    }
}
