namespace Gristmill.Queues;

/// <summary>
/// The head of a queue, in memory: for each task the ready jobs in order (priority, then age), up to a capacity in all. What does not
/// fit is in the store, and the task's line is marked as truncated; it then takes in an entry only if that comes before what was left out.
/// </summary>
internal sealed class ReadyWindow(int capacity)
{
    private sealed class Line
    {
        /// <summary>The store may hold ready jobs that are not here.</summary>
        public bool IsTruncated { get; set; } = true;

        public SortedSet<QueueEntry> Entries { get; } = new(Order);
    }

    private static readonly Comparer<QueueEntry> Order = Comparer<QueueEntry>.Create(static (a, b) =>
        a.Priority != b.Priority ? b.Priority.CompareTo(a.Priority)
        : a.Sequence != b.Sequence ? a.Sequence.CompareTo(b.Sequence)
        : a.Job.CompareTo(b.Job));

    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _jobs = [];

    public int Count => _jobs.Count;

    /// <summary>Whether the store may hold ready jobs of the task that are not here.</summary>
    public bool IsTruncated(string task) => Of(task).IsTruncated;

    /// <summary>All ready jobs of the task are here, or soon will be.</summary>
    public void Complete(string task) => Of(task).IsTruncated = false;

    /// <summary>The store may hold ready jobs of the task that are not here.</summary>
    public void Truncate(string task) => Of(task).IsTruncated = true;

    /// <summary>The store may hold ready jobs of any task that are not here.</summary>
    public void Truncate()
    {
        foreach (var line in _lines.Values)
            line.IsTruncated = true;
    }

    public void Add(QueueEntry entry)
    {
        var line = Of(entry.Task);
        if (line.IsTruncated && (line.Entries.Count == 0 || Order.Compare(entry, line.Entries.Max) > 0))
            return;
        Insert(entry);
    }

    /// <summary>Takes in what was read from the store, in its order.</summary>
    public void Insert(QueueEntry entry)
    {
        if (!_jobs.Add(entry.Job))
            return;
        Of(entry.Task).Entries.Add(entry);
        if (Count > capacity)
            DropLast();
    }

    /// <summary>The first entry among the given tasks.</summary>
    public bool TryPeek(Func<string, bool> wanted, out QueueEntry first)
    {
        first = default;
        var found = false;
        foreach (var (task, line) in _lines)
        {
            if (line.Entries.Count == 0 || !wanted(task) || (found && Order.Compare(line.Entries.Min, first) >= 0))
                continue;
            (first, found) = (line.Entries.Min, true);
        }
        return found;
    }

    public void Remove(QueueEntry entry)
    {
        _jobs.Remove(entry.Job);
        Of(entry.Task).Entries.Remove(entry);
    }

    private void DropLast()
    {
        var longest = _lines.Values.MaxBy(line => line.Entries.Count)!;
        var last = longest.Entries.Max;
        longest.Entries.Remove(last);
        longest.IsTruncated = true;
        _jobs.Remove(last.Job);
    }

    private Line Of(string task)
    {
        if (!_lines.TryGetValue(task, out var line))
            _lines.Add(task, line = new Line());
        return line;
    }
}
