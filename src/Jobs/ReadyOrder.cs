namespace Gristmill.Jobs;

/// <summary>Which of a queue's ready jobs comes first: that of the greater priority, then the older.</summary>
public static class ReadyOrder
{
    /// <summary>Comes before every job.</summary>
    public static readonly QueueEntry First = new(Guid.Empty, "", int.MaxValue, 0);

    /// <summary>Comes after every job.</summary>
    public static readonly QueueEntry Last = new(Guid.Empty, "", int.MinValue, 0);

    public static readonly Comparer<QueueEntry> Comparer = Comparer<QueueEntry>.Create(static (one, other) =>
        one.Priority != other.Priority ? other.Priority.CompareTo(one.Priority)
        : one.Sequence != other.Sequence ? one.Sequence.CompareTo(other.Sequence)
        : one.Job.CompareTo(other.Job));

    /// <summary>Whether it is <see cref="Last"/>.</summary>
    public static bool IsLast(this QueueEntry entry) => entry.Priority == Last.Priority;

    /// <summary>Whether an entry comes before another, or is the same.</summary>
    public static bool IsUpTo(this QueueEntry entry, QueueEntry end) => Comparer.Compare(entry, end) <= 0;

    /// <summary>The one that comes first.</summary>
    public static QueueEntry Earlier(QueueEntry one, QueueEntry other) => one.IsUpTo(other) ? one : other;
}
