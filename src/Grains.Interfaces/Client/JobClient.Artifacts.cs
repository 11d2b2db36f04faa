namespace Gristmill;

/// <summary>What is kept with jobs: files that come with them, and what their runs keep.</summary>
public sealed partial class JobClient
{
    private IArtifactGrain Artifacts => _grains.GetGrain<IArtifactGrain>(_intake);

    /// <summary>
    /// A file that comes with a job, as one of its arguments: the task gets the path of a local copy. Its content is uploaded
    /// first, with <see cref="UploadAsync"/>.
    /// </summary>
    /// <param name="name">The name that it is uploaded under.</param>
    public static object FileArgument(string name) => new Dictionary<string, string> { ["$transform"] = "file", ["name"] = name };

    /// <summary>
    /// Uploads a file that comes with a job, before the job is submitted: every run of it, on whatever silo, has the file. What
    /// nobody has submitted a job for after a day is removed.
    /// </summary>
    /// <param name="job">The <see cref="JobRequest.Id"/> of the job that is going to be submitted.</param>
    /// <param name="name">
    /// 1 to 128 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, the first of them no dot; takes the place of an upload of that
    /// name.
    /// </param>
    /// <param name="content">The content, read to its end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArtifactRefusedException">
    /// The name cannot be, the file is too large, or the job was submitted already; says which.
    /// </exception>
    public async Task<ArtifactView> UploadAsync(Guid job, string name, Stream content,
        CancellationToken cancellationToken = default)
    {
        var upload = Guid.CreateVersion7();
        var offset = 0L;
        while (true)
        {
            var piece = new byte[IArtifactGrain.PieceBytes];
            var length = await content.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancellationToken);
            if (length == 0 && offset > 0)
                break;
            var (start, bytes) = (offset, length == piece.Length ? piece : piece[..length]);
            await _retrying.RunAsync(() => AnswerAsync(Artifacts.WriteAsync(job, upload, start, bytes)), cancellationToken);
            offset += length;
            if (length < piece.Length)
                break;
        }
        return await _retrying.RunAsync(() => Artifacts.CommitAsync(job, upload, name, offset), cancellationToken);
    }

    /// <summary>What is kept with a job, by name.</summary>
    /// <param name="job">The job's id.</param>
    public Task<ArtifactView[]> ArtifactsAsync(Guid job) => _retrying.RunAsync(() => Artifacts.ListAsync(job));

    /// <summary>Copies something that is kept with a job.</summary>
    /// <param name="job">The job's id.</param>
    /// <param name="name">The artifact's name.</param>
    /// <param name="destination">Where to write it.</param>
    /// <param name="cancellationToken">Gives up; part of it may have been written.</param>
    /// <exception cref="UnknownArtifactException">
    /// The job has none of that name, or another one took its name meanwhile.
    /// </exception>
    public async Task DownloadAsync(Guid job, string name, Stream destination, CancellationToken cancellationToken = default)
    {
        await using var content = (await OpenAsync(job, name)).Content;
        await content.CopyToAsync(destination, IArtifactGrain.PieceBytes, cancellationToken);
    }

    /// <summary>
    /// Opens something that is kept with a job, to be read from any place on; asynchronous reads alone, which fail as
    /// <see cref="DownloadAsync"/> does if another content takes its name meanwhile.
    /// </summary>
    /// <param name="job">The job's id.</param>
    /// <param name="name">The artifact's name.</param>
    /// <exception cref="UnknownArtifactException">The job has none of that name.</exception>
    public async Task<(ArtifactView Artifact, Stream Content)> OpenAsync(Guid job, string name)
    {
        var kept = await ArtifactsAsync(job);
        var artifact = Array.Find(kept, one => one.Name == name)
            ?? throw new UnknownArtifactException(job, name, [.. kept.Select(one => one.Name)]);
        return (artifact, new ArtifactStream(artifact.Bytes, async (offset, cancellationToken) =>
        {
            var piece = await _retrying.RunAsync(() => Artifacts.ReadAsync(job, artifact, offset), cancellationToken);
            return piece.Length > 0 ? piece : throw new UnknownArtifactException(job, name, []);
        }));
    }

    private static async Task<bool> AnswerAsync(Task call)
    {
        await call;
        return true;
    }
}
