using Gristmill.Core;

namespace Gristmill.Grains.Artifacts;

/// <summary>
/// The contents of artifacts as files of the data folder: a folder a job, a file a content, written aside (<c>.part</c>) and
/// renamed when it is whole and on disk. No name of a path comes from outside: all are ids.
/// </summary>
internal sealed class ArtifactFolder(string data)
{
    private const string Unfinished = ".part";
    private const int BufferBytes = 128 << 10;

    private readonly string _root = Path.Combine(Path.GetFullPath(data), "artifacts");

    /// <summary>Every job that has files.</summary>
    public IEnumerable<Guid> Jobs() => !Directory.Exists(_root) ? [] : Directory.EnumerateDirectories(_root)
        .SelectMany(Directory.EnumerateDirectories).Select(Path.GetFileName)
        .Select(name => Guid.TryParse(name, out var job) ? job : default).Where(job => job != default);

    /// <summary>Whether a job has files. One without has no artifacts.</summary>
    public bool Has(Guid job) => Directory.Exists(Of(job));

    /// <summary>The contents of a job that are older than a time, whole or not.</summary>
    public Guid[] ContentsBefore(Guid job, DateTimeOffset time) =>
        [.. Files(job).Where(file => file.LastWriteTimeUtc < time.UtcDateTime)
            .Select(file => Guid.TryParse(Path.GetFileNameWithoutExtension(file.Name), out var content) ? content : default)];

    /// <summary>When something was last written for a job.</summary>
    public DateTimeOffset LastWrite(Guid job) =>
        Files(job).Select(file => file.LastWriteTimeUtc).Append(Directory.GetLastWriteTimeUtc(Of(job))).Max();

    /// <summary>Writes a piece of a content; false if it does not follow what was written.</summary>
    public async Task<bool> WriteAsync(Guid job, Guid content, long offset, ReadOnlyMemory<byte> piece)
    {
        Directory.CreateDirectory(Of(job));
        var file = new FileStream(Part(job, content), FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0,
            useAsync: true);
        await using (file)
        {
            if (file.Length < offset)
                return false;
            file.Position = offset;
            await file.WriteAsync(piece);
            return true;
        }
    }

    /// <summary>
    /// Writes a content, up to a number of bytes, and seals it. Answers its length; null if there is more, and nothing is left of
    /// it.
    /// </summary>
    public async Task<long?> WriteAsync(Guid job, Guid content, Stream source, long most, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Of(job));
        var written = 0L;
        try
        {
            var file = new FileStream(Part(job, content), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0,
                useAsync: true);
            await using (file)
            {
                var buffer = new byte[BufferBytes];
                for (int length; (length = await source.ReadAsync(buffer, cancellationToken)) > 0; written += length)
                {
                    if (written + length > most)
                        return null;
                    await file.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
                }
            }
            return Seal(job, content, written) ? written
                : throw new IOException($"{Part(job, content)} has another length than was written to it");
        }
        finally
        {
            File.Delete(Part(job, content));
        }
    }

    /// <summary>
    /// Makes a content whole, which then survives a power failure; false if it has another length. Repeating it is harmless.
    /// </summary>
    public bool Seal(Guid job, Guid content, long bytes)
    {
        var (part, whole) = (new FileInfo(Part(job, content)), new FileInfo(Whole(job, content)));
        if (whole.Exists) // What is whole is never written again.
            return whole.Length == bytes;
        if (!part.Exists || part.Length != bytes)
            return false;
        using (var file = part.Open(FileMode.Open, FileAccess.Write, FileShare.Read))
            file.Flush(flushToDisk: true);
        part.MoveTo(whole.FullName);
        DirectorySync.Fsync(Of(job));
        DirectorySync.Fsync(Path.GetDirectoryName(Of(job))!);
        return true;
    }

    /// <exception cref="IOException">There is none.</exception>
    public Stream Open(Guid job, Guid content) =>
        new FileStream(Whole(job, content), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes,
            useAsync: true);

    public void Delete(Guid job, Guid content)
    {
        if (!Directory.Exists(Of(job)))
            return;
        File.Delete(Whole(job, content));
        File.Delete(Part(job, content));
    }

    public void Delete(Guid job)
    {
        if (Directory.Exists(Of(job)))
            Directory.Delete(Of(job), recursive: true);
    }

    private IEnumerable<FileInfo> Files(Guid job) => Directory.Exists(Of(job)) ? new DirectoryInfo(Of(job)).EnumerateFiles() : [];

    // By the id's end: its beginning is the time, the same for all jobs of a minute.
    private string Of(Guid job) => Path.Combine(_root, $"{job:N}"[^2..], $"{job:N}");

    private string Whole(Guid job, Guid content) => Path.Combine(Of(job), $"{content:N}");

    private string Part(Guid job, Guid content) => Whole(job, content) + Unfinished;
}
