using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>How jobs, and what is kept with them in the store, are deleted.</summary>
internal sealed partial class SqliteTables
{
    // SQLite numbers from the greatest seq there is: the newest row stays.
    private readonly SqliteStatement _delete = database.Statement(
        "DELETE FROM jobs WHERE seq=?1 AND finished=?2 AND seq<(SELECT max(seq) FROM jobs)" +
        " AND NOT EXISTS (SELECT 1 FROM jobs AS child INDEXED BY jobs_young WHERE child.parent=jobs.id AND child.parent IS NOT NULL AND child.finished IS NULL)");

    private readonly SqliteStatement _deleteLog = database.Statement("DELETE FROM log WHERE job=?");
    private readonly SqliteStatement _dropResult =
        database.Statement("UPDATE jobs SET result=NULL, result_expired=? WHERE seq=? AND finished=? AND result IS NOT NULL");

    /// <summary>
    /// Deletes those that may be, and answers them. A row's slots and keys went when its job ended, and its history with the row.
    /// </summary>
    public Guid[] Delete(IReadOnlyList<JobPosition> ended)
    {
        var deleted = new List<Guid>(ended.Count);
        foreach (var job in ended)
        {
            var before = database.TotalChanges;
            _delete.With(job.Sequence).With(job.Finished).Run();
            if (database.TotalChanges == before)
                continue;
            _deleteLog.With(job.Sequence).Run();
            deleted.Add(job.Job);
        }
        return [.. deleted];
    }

    public int DropResults(IReadOnlyList<JobPosition> ended)
    {
        var before = database.TotalChanges;
        foreach (var job in ended)
            _dropResult.With(Now).With(job.Sequence).With(job.Finished).Run();
        return database.TotalChanges - before;
    }
}
