using Gristmill.Core;
using Gristmill.Grains.Maintenance;
using Gristmill.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Grains.Artifacts;

/// <summary>
/// The files that are kept with jobs. A file is written before its row and deleted after it, so a row always has its file. Files
/// without a row are removed by <see cref="ArtifactSweeper"/>.
/// </summary>
public sealed class JobArtifacts(IJobStore store, SiloOptions options, [FromKeyedServices(Clock.Key)] TimeProvider clock)
{
    /// <summary>How long an upload is kept that no job was submitted for, and a file that no row names.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    // ENOSPC and, on Linux, EDQUOT.
    private const int NoSpace = 28, QuotaSpent = 122;

    private readonly SteadyClock _steady = new(clock);
    private readonly ArtifactFolder _folder = new(options.Data);
    private readonly ArtifactLimits _limits = new(options.ArtifactBytes, options.JobArtifactBytes);

    public Task<ArtifactRow[]> ListAsync(Guid job) => store.ArtifactsAsync(job);

    /// <summary>Keeps what a run gives, in place of what its job has kept under the name.</summary>
    /// <exception cref="ArtifactRefusedException">It may not be kept; says why.</exception>
    /// <exception cref="StoreUnavailableException">The disk is full.</exception>
    public async Task<ArtifactRow> KeepAsync(Guid job, int run, string owner, string name, Stream source,
        CancellationToken cancellationToken)
    {
        if (ArtifactRules.WrongWithName(name) is { } wrong)
            throw new ArtifactRefusedException(wrong);
        var content = Guid.CreateVersion7();
        var bytes = await OnDiskAsync(_folder.WriteAsync(job, content, source, _limits.Bytes, cancellationToken))
            ?? throw new ArtifactRefusedException(ArtifactRules.TooLarge(name, _limits));
        return await SaveAsync(new ArtifactRow(job, name, content, bytes, run, clock.GetUtcNow()), owner);
    }

    /// <summary>Writes a piece of an upload.</summary>
    /// <exception cref="ArtifactRefusedException">It is too large, or does not follow what was written.</exception>
    /// <exception cref="StoreUnavailableException">The disk is full.</exception>
    public async Task WriteAsync(Guid job, Guid upload, long offset, byte[] piece)
    {
        if (piece.Length > IArtifactGrain.PieceBytes)
            throw new ArtifactRefusedException($"a piece has {piece.Length:N0} bytes; at most {IArtifactGrain.PieceBytes:N0} are taken");
        if (offset < 0 || offset + piece.Length > _limits.Bytes)
            throw new ArtifactRefusedException(ArtifactRules.TooLarge("the upload", _limits));
        if (!await OnDiskAsync(_folder.WriteAsync(job, upload, offset, piece)))
            throw new ArtifactRefusedException($"a piece begins at {offset:N0}, behind the end of what was written; send the upload again");
    }

    /// <summary>Makes an input of an upload.</summary>
    /// <exception cref="ArtifactRefusedException">It may not be kept; says why.</exception>
    public async Task<ArtifactRow> CommitAsync(Guid job, Guid upload, string name, long bytes)
    {
        if (!_folder.Seal(job, upload, bytes))
            throw new ArtifactRefusedException($"upload {upload} has no {bytes:N0} bytes; send it again");
        return await SaveAsync(new ArtifactRow(job, name, upload, bytes, Run: 0, clock.GetUtcNow()), owner: null);
    }

    /// <summary>Opens an artifact of a job by its name.</summary>
    /// <exception cref="UnknownArtifactException">The job has none of that name.</exception>
    public async Task<Stream> OpenAsync(Guid job, string name)
    {
        var kept = await store.ArtifactsAsync(job);
        return Array.Find(kept, row => row.Name == name) is { } row && TryOpen(job, row.Content) is { } content
            ? content
            : throw new UnknownArtifactException(job, name, [.. kept.Where(row => row.Name != name).Select(row => row.Name)]);
    }

    /// <summary>A content of a job; null if it is there no longer.</summary>
    public Stream? TryOpen(Guid job, Guid content)
    {
        try
        {
            return _folder.Open(job, content);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Removes all that is kept with jobs: rows, then files. Most jobs keep nothing, and cost a look. Repeating it is harmless.
    /// </summary>
    public async Task DeleteAsync(IEnumerable<Guid> jobs)
    {
        var keeping = jobs.Where(_folder.Has).ToArray();
        if (keeping.Length > 0)
            await store.RemoveArtifactsAsync(keeping, onlyWithoutJob: false);
        foreach (var job in keeping)
            _folder.Delete(job);
    }

    /// <summary>
    /// Removes what belongs to nobody: uploads whose job never came, artifacts of jobs that are gone, contents without a row.
    /// </summary>
    /// <returns>How many jobs' folders were removed.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var (removed, before) = (0, _steady.Earlier - Patience);
        foreach (var job in _folder.Jobs())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isOld = _folder.LastWrite(job) < before;
            if (isOld && await store.FindAsync(job) is null
                && await store.RemoveArtifactsAsync([job], onlyWithoutJob: true) is [_])
            {
                _folder.Delete(job);
                removed++;
            }
            else if (_folder.ContentsBefore(job, before) is { Length: > 0 } contents)
            {
                foreach (var content in contents.Except((await store.ArtifactsAsync(job)).Select(row => row.Content)))
                    _folder.Delete(job, content);
            }
        }
        return removed;
    }

    // It is the store's disk, and told as the store tells it.
    private static async Task<T> OnDiskAsync<T>(Task<T> write)
    {
        try
        {
            return await write;
        }
        catch (IOException e) when (e.HResult is NoSpace or QuotaSpent)
        {
            throw new StoreUnavailableException($"the artifact cannot be written ({e.Message}): nothing of this was kept; free the disk, then repeat it.");
        }
    }

    private async Task<ArtifactRow> SaveAsync(ArtifactRow row, string? owner)
    {
        var (replaced, refusal) = await store.KeepArtifactAsync(row, owner, _limits);
        if (refusal is not null)
        {
            if (!row.IsInput) // Who uploads names the content, and might name another's; the sweeper knows.
                _folder.Delete(row.Job, row.Content);
            throw new ArtifactRefusedException(refusal);
        }
        if (replaced is { } old)
            _folder.Delete(row.Job, old);
        return row;
    }
}
