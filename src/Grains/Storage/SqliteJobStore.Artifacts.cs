using Gristmill.Artifacts;

namespace Gristmill.Storage;

/// <summary>What is kept with jobs.</summary>
internal sealed partial class SqliteJobStore
{
    public Task<(Guid? Replaced, string? Refusal)> KeepArtifactAsync(ArtifactRow row, string? owner, ArtifactLimits limits) =>
        Writer.WriteAsync(tables => tables.KeepArtifact(row, owner, limits));

    public Task<ArtifactRow[]> ArtifactsAsync(Guid job) => Readers.ReadAsync(database => SqliteTables.Artifacts(database, job));

    public Task<Guid[]> RemoveArtifactsAsync(IReadOnlyCollection<Guid> jobs, bool onlyWithoutJob) =>
        Writer.WriteAsync(tables => tables.RemoveArtifacts(jobs, onlyWithoutJob), jobs.Count);
}
