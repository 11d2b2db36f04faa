namespace Gristmill.Queues;

/// <summary>
/// The head of a queue, in memory: for each task the ready jobs in order (priority, then age), up to a capacity in all. What does not
/// fit is in the store, and <see cref="Truncated"/> says so; an entry is taken in only if it comes before what was left out.
/// </summary>
internal sealed class ReadyWindow(int capacity)
{
    private static readonly Comparer<QueueEntry> Order = Comparer<QueueEntry>.Create(static (a, b) =>
        a.Priority != b.Priority ? b.Priority.CompareTo(a.Priority)
        : a.Sequence != b.Sequence ? a.Sequence.CompareTo(b.Sequence)
        : a.Job.CompareTo(b.Job));

    private readonly Dictionary<string, SortedSet<QueueEntry>> _tasks = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _jobs = [];

    public int Count => _jobs.Count;

    /// <summary>The store may hold ready jobs that are not here.</summary>
    public bool Truncated { get; set; } = true;

    public void Add(QueueEntry entry)
    {
        var line = Line(entry.Task);
        if (Truncated && (line.Count == 0 || Order.Compare(entry, line.Max) > 0))
            return;
        Insert(entry);
    }

    /// <summary>Takes in what was read from the store, in its order.</summary>
    public void Insert(QueueEntry entry)
    {
        if (!_jobs.Add(entry.Job))
            return;
        Line(entry.Task).Add(entry);
        if (Count > capacity)
            DropLast();
    }

    /// <summary>The first entry among the given tasks.</summary>
    public bool TryPeek(Func<string, bool> wanted, out QueueEntry first)
    {
        first = default;
        var found = false;
        foreach (var (task, line) in _tasks)
        {
            if (line.Count == 0 || !wanted(task) || (found && Order.Compare(line.Min, first) >= 0))
                continue;
            (first, found) = (line.Min, true);
        }
        return found;
    }

    public void Remove(QueueEntry entry)
    {
        _jobs.Remove(entry.Job);
        Line(entry.Task).Remove(entry);
    }

    private void DropLast()
    {
        var longest = _tasks.Values.MaxBy(line => line.Count)!;
        var last = longest.Max;
        longest.Remove(last);
        _jobs.Remove(last.Job);
        Truncated = true;
    }

    private SortedSet<QueueEntry> Line(string task)
    {
        if (!_tasks.TryGetValue(task, out var line))
            _tasks.Add(task, line = new SortedSet<QueueEntry>(Order));
        return line;
    }
}
