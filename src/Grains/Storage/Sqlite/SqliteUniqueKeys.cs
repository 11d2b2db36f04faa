using Gristmill.Jobs;

namespace Gristmill.Storage;

/// <summary>
/// Who holds which unique key: a column of the job's own row, so that a key cannot outlive its job, and an index in which each key is
/// once.
/// </summary>
internal sealed class SqliteUniqueKeys(SqliteDatabase database)
{
    private readonly SqliteStatement _holder = database.Statement(JobColumns.Select + " INDEXED BY jobs_unique WHERE unique_key=?");

    /// <summary>The other job that holds the key which this change would take; null if it may be taken, or none is.</summary>
    public JobRow? FindOther(JobRow? before, JobRow after)
    {
        if (after.UniqueKey() is not { } key || before?.UniqueKey() == key || !_holder.With(key).Step())
            return null;
        var holder = JobColumns.Read(_holder);
        _holder.Reset();
        return holder;
    }
}
