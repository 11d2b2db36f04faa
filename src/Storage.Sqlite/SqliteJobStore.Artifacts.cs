using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>What is kept with jobs.</summary>
public sealed partial class SqliteJobStore
{
    public Task<(Guid? Replaced, string? Refusal)> KeepArtifactAsync(ArtifactRow row, string? owner, ArtifactLimits limits) =>
        Writer.WriteAsync(tables => tables.KeepArtifact(row, owner, limits));

    public Task<ArtifactRow[]> ArtifactsAsync(Guid job) => Readers.ReadAsync(database => SqliteTables.Artifacts(database, job));

    public Task<Guid[]> RemoveArtifactsAsync(IReadOnlyCollection<Guid> jobs, bool onlyWithoutJob) =>
        Writer.WriteAsync(tables => tables.RemoveArtifacts(jobs, onlyWithoutJob), jobs.Count);
}
