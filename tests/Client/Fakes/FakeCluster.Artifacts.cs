namespace Gristmill.Client.Tests.Fakes;

internal sealed partial class FakeCluster : IArtifactGrain
{
    private readonly Dictionary<(Guid Job, string Name), (ArtifactView View, byte[] Content)> _artifacts = [];
    private readonly Dictionary<Guid, MemoryStream> _uploads = [];

    /// <summary>Keeps something with a job.</summary>
    public void Keep(Guid job, string name, byte[] content, int run) =>
        _artifacts[(job, name)] =
            (new ArtifactView(name, content.Length, Input: run == 0, run, Samples.Start, Guid.Empty), content);

    /// <summary>What is kept with a job.</summary>
    public byte[] Kept(Guid job, string name) => _artifacts[(job, name)].Content;

    public Task WriteAsync(Guid job, Guid upload, long offset, byte[] piece)
    {
        if (!_uploads.TryGetValue(upload, out var content))
            _uploads.Add(upload, content = new MemoryStream());
        content.Position = offset;
        content.Write(piece);
        return Task.CompletedTask;
    }

    public Task<ArtifactView> CommitAsync(Guid job, Guid upload, string name, long bytes)
    {
        Keep(job, name, _uploads[upload].ToArray()[..(int)bytes], run: 0);
        return Task.FromResult(_artifacts[(job, name)].View);
    }

    public Task<ArtifactView[]> ListAsync(Guid job) =>
        Task.FromResult(_artifacts.Where(kept => kept.Key.Job == job).Select(kept => kept.Value.View).ToArray());

    public Task<byte[]> ReadAsync(Guid job, ArtifactView artifact, long offset) =>
        Task.FromResult(_artifacts[(job, artifact.Name)].Content.Skip((int)offset).Take(IArtifactGrain.PieceBytes).ToArray());
}
