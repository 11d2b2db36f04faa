namespace Gristmill.Storage.Sqlite;

/// <summary>What the cluster did.</summary>
public sealed partial class SqliteJobStore
{
    public Task AddStatsAsync(ClusterStats figures) => Writer.WriteAsync(tables => tables.AddStats(figures));

    public Task<ClusterStats[]> HistoryAsync(HistoryStep step) => Readers.ReadAsync(database =>
        database.Statement("SELECT body FROM history WHERE step=? ORDER BY at").With((long)step).ReadAll(row => StoredJson.ReadStats(row.ReadText())));
}
