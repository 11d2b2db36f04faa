using System.Diagnostics.CodeAnalysis;
using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>
/// Unfinished rows that this process wrote last, for the commands that follow soon: a job that is submitted is claimed next, and
/// then finished. Right only as long as nobody else writes; the owner clears it when the file's version says that somebody has.
/// </summary>
internal sealed class RowCache
{
    /// <summary>The most rows; the oldest makes place.</summary>
    private const int Capacity = 2_048;

    /// <summary>Rows with longer arguments (characters) are not kept: reading them again is the smaller cost.</summary>
    private const int MaxArguments = 4_096;

    private readonly Dictionary<Guid, JobRow> _rows = new(Capacity);
    private readonly Queue<Guid> _ages = new(Capacity);

    public bool TryGet(Guid job, [NotNullWhen(true)] out JobRow? row) => _rows.TryGetValue(job, out row);

    /// <summary>Keeps the row as it was saved.</summary>
    public void Put(JobRow row)
    {
        if (row.Finished is not null || row.Arguments.Length > MaxArguments)
        {
            _rows.Remove(row.Id);
            return;
        }
        if (!_rows.TryAdd(row.Id, row))
        {
            _rows[row.Id] = row;
            return;
        }
        _ages.Enqueue(row.Id);
        if (_ages.Count > Capacity)
            _rows.Remove(_ages.Dequeue());
    }

    /// <summary>The row is not as it was saved.</summary>
    public void Remove(Guid job) => _rows.Remove(job);

    public void Clear()
    {
        _rows.Clear();
        _ages.Clear();
    }
}
