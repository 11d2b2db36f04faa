using Orleans.Concurrency;

namespace Gristmill.Grains.Artifacts;

/// <summary>Carries artifacts in pieces between clients and the data folder, which clients need not reach.</summary>
[StatelessWorker(1, false), Reentrant]
internal sealed class ArtifactGrain(JobArtifacts artifacts) : Grain, IArtifactGrain
{
    public Task WriteAsync(Guid job, Guid upload, long offset, byte[] piece) => artifacts.WriteAsync(job, upload, offset, piece);

    public async Task<ArtifactView> CommitAsync(Guid job, Guid upload, string name, long bytes) =>
        (await artifacts.CommitAsync(job, upload, name, bytes)).ToView();

    public async Task<ArtifactView[]> ListAsync(Guid job) => [.. (await artifacts.ListAsync(job)).Select(row => row.ToView())];

    public async Task<byte[]> ReadAsync(Guid job, ArtifactView artifact, long offset)
    {
        var content = artifacts.TryOpen(job, artifact.Content) ?? throw new UnknownArtifactException(job, artifact.Name, []);
        await using (content)
        {
            var piece = new byte[Math.Clamp(content.Length - offset, 0, IArtifactGrain.PieceBytes)];
            content.Position = offset;
            await content.ReadExactlyAsync(piece);
            return piece;
        }
    }
}
