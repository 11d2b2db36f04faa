using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>What is kept with jobs.</summary>
internal sealed partial class SqliteTables
{
    private const string SelectArtifacts =
        "SELECT job, name, content, bytes, run, created FROM artifacts WHERE job=? ORDER BY name";

    public static ArtifactRow[] Artifacts(SqliteDatabase database, Guid job) =>
        database.Statement(SelectArtifacts).With(job).ReadAll(
        row => new ArtifactRow(row.ReadGuid(), row.ReadText(), row.ReadGuid(), row.ReadInt64(), row.ReadInt32(), row.ReadTime()));

    public (Guid? Replaced, string? Refusal) KeepArtifact(ArtifactRow row, string? owner, ArtifactLimits limits)
    {
        var kept = Artifacts(database, row.Job);
        var same = kept.FirstOrDefault(other => other.Name == row.Name);
        if (same?.Content == row.Content)
            return (null, null);
        if (ArtifactRules.Refuse(row, owner, FindRow(row.Job), kept, limits) is { } refusal)
            return (null, refusal);
        database.Statement("INSERT OR REPLACE INTO artifacts (job, name, content, bytes, run, created) VALUES (?,?,?,?,?,?)")
            .With(row.Job).With(row.Name).With(row.Content).With(row.Bytes).With(row.Run).With(row.Created).Run();
        return (same?.Content, null);
    }

    public Guid[] RemoveArtifacts(IEnumerable<Guid> jobs, bool onlyWithoutJob)
    {
        var removed = jobs.Where(job => !onlyWithoutJob || FindRow(job) is null).ToArray();
        foreach (var job in removed)
            database.Statement("DELETE FROM artifacts WHERE job=?").With(job).Run();
        return removed;
    }
}
