namespace Gristmill.Storage.Sqlite;

/// <summary>What the cluster did: a row a minute and a row an hour, as many as are kept.</summary>
internal sealed partial class SqliteTables
{
    private readonly SqliteStatement _stats = database.Statement("SELECT body FROM history WHERE step=? AND at=?");
    private readonly SqliteStatement _saveStats =
        database.Statement("INSERT OR REPLACE INTO history (step, at, body) VALUES (?,?,?)");
    private readonly SqliteStatement _dropStats = database.Statement("DELETE FROM history WHERE step=? AND at<=?");

    /// <summary>Adds figures to those of their minute and of their hour.</summary>
    public void AddStats(ClusterStats figures)
    {
        foreach (var step in Enum.GetValues<HistoryStep>())
        {
            var at = step.Begin(figures.At);
            var before = _stats.With((long)step).With(at).ReadAll(row => StoredJson.ReadStats(row.ReadText()));
            var now = before is [var known] ? known.Plus(figures) : figures with { At = at };
            _saveStats.With((long)step).With(at).With(StoredJson.Write(now)).Run();
            _dropStats.With((long)step).With(at - step.Kept()).Run();
        }
    }
}
