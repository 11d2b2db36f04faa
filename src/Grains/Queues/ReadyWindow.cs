using Gristmill.Jobs;

namespace Gristmill.Grains.Queues;

/// <summary>
/// The heads of a queue's lines, in memory, up to a capacity in all: a line for each task that pools offer, in
/// <see cref="ReadyOrder"/>. Of each line is known how far it is all there (its horizon); what is behind is in the store. So whether
/// an entry is the first of several lines is known too: if it is within the horizon of each.
/// </summary>
internal sealed class ReadyWindow(int capacity)
{
    private sealed class Line
    {
        public SortedSet<QueueEntry> Entries { get; } = new(ReadyOrder.Comparer);

        /// <summary>All ready jobs of the task up to this one are here.</summary>
        public QueueEntry Horizon { get; set; } = ReadyOrder.First;

        /// <summary>
        /// Everything up to this one that has arrived since the store was last asked is here; nothing behind the horizon while it
        /// is not asked.
        /// </summary>
        public QueueEntry Arrived { get; set; } = ReadyOrder.First;

        public void Remove(QueueEntry last)
        {
            Entries.Remove(last);
            var end = Entries.Count > 0 ? Entries.Max : ReadyOrder.First;
            (Horizon, Arrived) = (ReadyOrder.Earlier(Horizon, end), ReadyOrder.Earlier(Arrived, end));
        }
    }

    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _jobs = [];

    public int Count => _jobs.Count;

    /// <summary>Has a line for each of the tasks, and no other. Of a new one nothing is known.</summary>
    public void Serve(IReadOnlyCollection<string> tasks)
    {
        foreach (var (task, line) in _lines.Where(line => !tasks.Contains(line.Key)).ToArray())
        {
            _jobs.ExceptWith(line.Entries.Select(entry => entry.Job));
            _lines.Remove(task);
        }
        foreach (var task in tasks)
            _lines.TryAdd(task, new Line());
    }

    /// <summary>
    /// Takes in a job that is ready, unless it is behind what is known of its line: then it is read when its turn comes.
    /// </summary>
    public void Add(QueueEntry entry)
    {
        if (!_lines.TryGetValue(entry.Task, out var line) || !entry.IsUpTo(line.Horizon) && !entry.IsUpTo(line.Arrived)
            || !_jobs.Add(entry.Job))
            return;
        line.Entries.Add(entry);
        // With an entry a line and no more, the first of a line would have to go.
        if (Count > Math.Max(capacity, _lines.Count))
            DropLast();
    }

    public void Remove(QueueEntry entry)
    {
        if (_jobs.Remove(entry.Job))
            _lines[entry.Task].Entries.Remove(entry);
    }

    /// <summary>What is known may have become wrong: messages can be lost, and the time of delayed jobs comes.</summary>
    public void Invalidate()
    {
        foreach (var line in _lines.Values)
            line.Horizon = ReadyOrder.First;
    }

    /// <summary>The first entry of the wanted lines, if it is known which one that is.</summary>
    public bool TryPeek(Func<string, bool> wanted, out QueueEntry first)
    {
        (first, var horizon) = Look(wanted);
        return !first.IsLast() && first.IsUpTo(horizon);
    }

    /// <summary>
    /// The lines that must be read before it is known which entry is the first of the wanted ones; none if it is, or there is
    /// none.
    /// </summary>
    public HashSet<string> Missing(Func<string, bool> wanted)
    {
        var (first, _) = Look(wanted);
        return [.. _lines.Where(line => !first.IsUpTo(line.Value.Horizon) && wanted(line.Key)).Select(line => line.Key)];
    }

    /// <summary>Whether an entry of one of the tasks is here.</summary>
    public bool HasAny(IReadOnlyCollection<string> tasks)
    {
        foreach (var (task, line) in _lines)
            if (line.Entries.Count > 0 && tasks.Contains(task))
                return true;
        return false;
    }

    /// <summary>The store is about to be asked for lines: what arrives from now on may not be in its answer.</summary>
    public void BeginRead(IEnumerable<string> tasks)
    {
        foreach (var task in tasks)
            if (_lines.TryGetValue(task, out var line))
                line.Arrived = ReadyOrder.Last;
    }

    /// <summary>The store has answered.</summary>
    /// <param name="tasks">The lines that it was asked for.</param>
    /// <param name="horizon">
    /// How far the answer goes: <see cref="ReadyOrder.Last"/> if it is complete, <see cref="ReadyOrder.First"/> if there is none.
    /// </param>
    public void EndRead(IEnumerable<string> tasks, QueueEntry horizon)
    {
        foreach (var task in tasks)
            if (_lines.TryGetValue(task, out var line))
                (line.Horizon, line.Arrived) = (ReadyOrder.Earlier(horizon, line.Arrived), ReadyOrder.First);
    }

    // The first entry of the wanted lines, and up to where all of them are here.
    private (QueueEntry First, QueueEntry Horizon) Look(Func<string, bool> wanted)
    {
        var (first, horizon) = (ReadyOrder.Last, ReadyOrder.Last);
        foreach (var (task, line) in _lines)
        {
            if (line.Entries.Count == 0 && line.Horizon.IsLast() || !wanted(task))
                continue;
            horizon = ReadyOrder.Earlier(horizon, line.Horizon);
            if (line.Entries.Count > 0)
                first = ReadyOrder.Earlier(first, line.Entries.Min);
        }
        return (first, horizon);
    }

    private void DropLast()
    {
        var longest = _lines.Values.MaxBy(line => line.Entries.Count)!;
        var last = longest.Entries.Max;
        longest.Remove(last);
        _jobs.Remove(last.Job);
    }
}
