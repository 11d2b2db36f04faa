using Gristmill.Jobs;

namespace Gristmill.Storage;

/// <summary>
/// Who holds which unique key: a column of the job's own row, so that a key cannot outlive its job, and an index in which each key is
/// once. Written apart from the other columns, for the few jobs that have a key.
/// </summary>
internal sealed class SqliteUniqueKeys(SqliteDatabase database)
{
    private readonly SqliteStatement _holder = database.Statement(JobColumns.Select + " INDEXED BY jobs_unique WHERE unique_key=?");
    private readonly SqliteStatement _keep = database.Statement("UPDATE jobs SET unique_key=? WHERE seq=?");

    /// <summary>The other job that holds the key which this change would take; null if it may be taken, or none is.</summary>
    public JobRow? FindOther(JobRow? before, JobRow after)
    {
        if (after.UniqueKey() is not { } key || before?.UniqueKey() == key || !_holder.With(key).Step())
            return null;
        var holder = JobColumns.Read(_holder);
        _holder.Reset();
        return holder;
    }

    /// <summary>Writes the key down that the saved row holds, if the change took or freed one.</summary>
    public void Keep(JobRow? before, JobRow after)
    {
        var key = after.UniqueKey();
        if (before?.UniqueKey() != key)
            _keep.With(key).With(after.Sequence).Run();
    }
}
