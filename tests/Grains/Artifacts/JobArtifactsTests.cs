using System.Text;
using Gristmill.Grains;
using Gristmill.Grains.Artifacts;
using Gristmill.Grains.Pool;
using Gristmill.Jobs;
using Gristmill.Storage.Sqlite;

namespace Gristmill.Artifacts;

/// <summary>What becomes of contents on disk.</summary>
public sealed class JobArtifactsTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow()); // Files have the time of the machine.
    private readonly SiloOptions _options;
    private readonly SqliteJobStore _store;
    private readonly JobArtifacts _artifacts;

    public JobArtifactsTests()
    {
        _options = new SiloOptions { Data = _folder["data"], ArtifactBytes = 10, JobArtifactBytes = 10 };
        _store = new SqliteJobStore(_options.Data, _clock);
        _artifacts = new JobArtifacts(_store, _options, _clock);
    }

    public async ValueTask InitializeAsync() => await _store.OpenAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private string[] Files => Directory.Exists(_folder["data/artifacts"])
        ? [.. Directory.EnumerateFiles(_folder["data/artifacts"], "*", SearchOption.AllDirectories).Select(Path.GetFileName)!]
        : [];

    [Fact]
    public async Task An_upload_is_no_artifact_before_it_is_whole_and_its_pieces_may_be_repeated()
    {
        var (job, upload) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await _artifacts.WriteAsync(job, upload, 0, "ab"u8.ToArray());
        await Assert.ThrowsAsync<ArtifactRefusedException>(() => _artifacts.CommitAsync(job, upload, "data", 4));
        await Assert.ThrowsAsync<ArtifactRefusedException>(() => _artifacts.WriteAsync(job, upload, 3, "d"u8.ToArray()));
        await _artifacts.WriteAsync(job, upload, 2, "cd"u8.ToArray());
        await _artifacts.WriteAsync(job, upload, 2, "cd"u8.ToArray());

        await _artifacts.CommitAsync(job, upload, "data", 4);
        await _artifacts.CommitAsync(job, upload, "data", 4);

        Assert.Equal("abcd", await TextAsync(job, "data"));
        Assert.Equal([$"{upload:N}"], Files);
    }

    [Fact]
    public async Task A_whole_content_is_never_written_again()
    {
        var upload = await UploadAsync("text", Guid.CreateVersion7());

        await _artifacts.WriteAsync(upload.Job, upload.Content, 0, "evil"u8.ToArray());
        await _artifacts.CommitAsync(upload.Job, upload.Content, "data", 4);

        Assert.Equal("text", await TextAsync(upload.Job, "data"));
    }

    [Fact]
    public async Task A_content_that_was_replaced_or_refused_leaves_no_file()
    {
        var job = await RunningAsync();
        await KeepAsync(job, "first");
        var kept = await KeepAsync(job, "second");

        await Assert.ThrowsAsync<ArtifactRefusedException>(() => KeepAsync(job, "more than ten bytes"));
        await Assert.ThrowsAsync<ArtifactRefusedException>(() => KeepAsync(job with { Run = 7 }, "stale"));
        await Assert.ThrowsAsync<IOException>(() =>
            _artifacts.KeepAsync(job.Id, job.Run, job.Owner!, "out", new BrokenStream(), CancellationToken.None));

        Assert.Equal([$"{kept.Content:N}"], Files);
        Assert.Equal("second", await TextAsync(job.Id, "out"));
    }

    [Fact]
    public async Task All_that_is_kept_with_a_job_can_be_removed()
    {
        var (job, other) = (await RunningAsync(), await RunningAsync());
        await KeepAsync(job, "one");
        var kept = await KeepAsync(other, "other");

        await _artifacts.DeleteAsync([job.Id]);
        await _artifacts.DeleteAsync([job.Id]);

        Assert.Empty(await _artifacts.ListAsync(job.Id));
        Assert.Equal([$"{kept.Content:N}"], Files);
    }

    [Fact]
    public async Task Uploads_whose_job_never_came_are_swept_after_a_day_and_those_of_a_job_are_not()
    {
        var job = TestJobs.New();
        var (lost, used) = (await UploadAsync("lost", Guid.CreateVersion7()), await UploadAsync("used", job.Id));
        await _store.ExecuteAsync(new SubmitJob(job));
        await _artifacts.WriteAsync(job.Id, Guid.CreateVersion7(), 0, "part"u8.ToArray());

        Assert.Equal(0, await _artifacts.SweepAsync(CancellationToken.None));
        Assert.Equal(3, Files.Length);
        _clock.Advance(JobArtifacts.Patience + TimeSpan.FromMinutes(1));
        Assert.Equal(1, await _artifacts.SweepAsync(CancellationToken.None));

        Assert.Empty(await _artifacts.ListAsync(lost.Job));
        Assert.Equal([$"{used.Content:N}"], Files);
        Assert.Equal("used", await TextAsync(job.Id, "data"));
    }

    [Fact]
    public void Folders_of_runs_are_swept_when_their_silo_is_gone()
    {
        var folders = new RunFolders(_options, _clock);
        var (living, gone) =
            (folders.Create("one@127.0.0.1:1:1", Guid.CreateVersion7(), 1),
            folders.Create("two@127.0.0.1:2:1", Guid.CreateVersion7(), 1));
        File.WriteAllText(Path.Combine(gone, "left"), "");

        folders.Sweep(["one@127.0.0.1:1:1"]);
        Assert.True(Directory.Exists(gone));
        _clock.Advance(TimeSpan.FromHours(2));
        folders.Sweep(["one@127.0.0.1:1:1"]);

        Assert.Equal((true, false), (Directory.Exists(living), Directory.Exists(gone)));
    }

    private async Task<ArtifactRow> UploadAsync(string text, Guid job)
    {
        var upload = Guid.CreateVersion7();
        await _artifacts.WriteAsync(job, upload, 0, Encoding.UTF8.GetBytes(text));
        return await _artifacts.CommitAsync(job, upload, "data", text.Length);
    }

    private async Task<JobRow> RunningAsync()
    {
        var job = TestJobs.New();
        await _store.ExecuteAsync(new SubmitJob(job));
        return (await _store.ExecuteAsync(new ClaimJob(job.Id, TestJobs.Owner, TestJobs.Silo))).Row!;
    }

    private Task<ArtifactRow> KeepAsync(JobRow job, string text) =>
        _artifacts.KeepAsync(job.Id, job.Run, job.Owner!, "out", new MemoryStream(Encoding.UTF8.GetBytes(text)),
            CancellationToken.None);

    private async Task<string> TextAsync(Guid job, string name)
    {
        using var reader = new StreamReader(await _artifacts.OpenAsync(job, name));
        return await reader.ReadToEndAsync();
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("broken");
    }
}
