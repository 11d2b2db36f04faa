using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>
/// Picks a queue's next jobs: of many tasks, each of which has a line sorted by priority and age, the best few.
/// </summary>
internal sealed class ReadyLine(int limit)
{
    private const string Awake =
        "SELECT id, priority, seq FROM jobs INDEXED BY jobs_ready WHERE queue=? AND task=? AND status=1 AND asleep=0" +
        " ORDER BY priority DESC, seq LIMIT ?";

    // Time has come for these, and no writer has put them into their lines yet. There are few, or nobody has written for a while.
    private const string Waking =
        "SELECT id, task, priority, seq FROM jobs INDEXED BY jobs_asleep WHERE asleep=1 AND wake_at<=? AND queue=? ORDER BY wake_at";

    private const string More =
        "SELECT count(*) FROM (SELECT 1 FROM jobs INDEXED BY jobs_ready WHERE queue=? AND task=? AND status=1 AND asleep=0 AND priority>? LIMIT ?)";

    private const string Older =
        "SELECT count(*) FROM (SELECT 1 FROM jobs INDEXED BY jobs_ready WHERE queue=? AND task=? AND status=1 AND asleep=0 AND priority=? AND seq<? LIMIT ?)";

    private readonly PriorityQueue<QueueEntry, QueueEntry> _best =
        new(Comparer<QueueEntry>.Create((one, other) => ReadyOrder.Comparer.Compare(other, one)));

    public static QueueEntry[] Read(SqliteDatabase database, string queue, IReadOnlyCollection<string> tasks, int limit,
        DateTimeOffset now)
    {
        var line = new ReadyLine(limit);
        foreach (var task in tasks)
            line.AddAwake(database.Statement(Awake).With(queue).With(task).With(limit), task);
        line.AddWaking(database.Statement(Waking).With(now).With(queue), tasks);

        var entries = line._best.UnorderedItems.Select(item => item.Element).ToArray();
        Array.Sort(entries, ReadyOrder.Comparer);
        return entries;
    }

    /// <summary>How many come before a job; counted up to a number.</summary>
    public static int CountAhead(SqliteDatabase database, JobRow job, IReadOnlyCollection<string> tasks, int most)
    {
        var ahead = 0;
        foreach (var task in tasks)
        {
            ahead += Count(database.Statement(More).With(job.Queue).With(task).With(job.Priority).With(most - ahead));
            ahead += Count(database.Statement(Older).With(job.Queue).With(task).With(job.Priority).With(job.Sequence)
                .With(most - ahead));
        }
        return ahead;
    }

    private static int Count(SqliteStatement count) => count.ReadAll(row => row.ReadInt32())[0];

    private void AddAwake(SqliteStatement rows, string task)
    {
        while (rows.Step())
        {
            // The rest of this task's line is no better than an entry that was too late.
            if (!Offer(new QueueEntry(rows.ReadGuid(), task, rows.ReadInt32(), rows.ReadInt64())))
                break;
        }
        rows.Reset();
    }

    private void AddWaking(SqliteStatement rows, IReadOnlyCollection<string> tasks)
    {
        var offered = tasks as IReadOnlySet<string> ?? tasks.ToHashSet(StringComparer.Ordinal);
        for (var taken = 0; taken < limit && rows.Step();)
        {
            var (job, task) = (rows.ReadGuid(), rows.ReadText());
            if (!offered.Contains(task))
                continue;
            Offer(new QueueEntry(job, task, rows.ReadInt32(), rows.ReadInt64()));
            taken++;
        }
        rows.Reset();
    }

    /// <summary>Keeps the entry if it is among the best so far.</summary>
    private bool Offer(QueueEntry entry)
    {
        if (_best.Count < limit)
            _best.Enqueue(entry, entry);
        else if (limit == 0 || _best.EnqueueDequeue(entry, entry) == entry)
            return false;
        return true;
    }
}
