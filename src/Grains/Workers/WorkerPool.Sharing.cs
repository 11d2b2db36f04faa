namespace Gristmill.Workers;

/// <summary>How a pool divides what it has room for among its queues. All of it under the lock.</summary>
internal sealed partial class WorkerPool
{
    /// <summary>How far the queues are with their shares; one that comes to have work begins there.</summary>
    public double Level { get; private set; }

    /// <summary>
    /// How many more jobs a queue may send. If several have more than they may send, each its part of what there is room for; one that is not known to
    /// have more may use all of it, since most have nothing.
    /// </summary>
    public int RoomFor(QueueConnection line)
    {
        var room = Math.Max(0, Room() - Count(other => other.Delivered));
        QueueConnection[] contenders = line.HasMore ? [.. _lines.Values.Where(other => other.HasMore)] : [line];
        if (contenders.Length == 1)
            return room;
        var levels = Array.ConvertAll(contenders, one => one.Share.NextLevel + (one.Delivered + one.InClaim + one.Ready) * one.Share.Step);
        var (own, part) = (Array.IndexOf(contenders, line), 0);
        for (; room > 0; room--)
        {
            var next = Array.IndexOf(levels, levels.Min());
            levels[next] += contenders[next].Share.Step;
            if (next == own)
                part++;
        }
        return part;
    }

    // How many more jobs may be claimed.
    private int Room() => _state is not PoolState.Accepting || _reports.Count + _reportsInFlight > MostUnreported
        ? 0
        : Math.Max(0, Slots - _busy + _prefetch.Jobs - Count(line => line.InClaim + line.Ready));

    private int Count(Func<QueueConnection, int> of)
    {
        var sum = 0;
        foreach (var line in _lines.Values)
            sum += of(line);
        return sum;
    }

    // The line that is farthest behind with its share.
    private QueueConnection? Next(Func<QueueConnection, bool> wanted, Func<QueueConnection, double> level)
    {
        QueueConnection? next = null;
        foreach (var line in _lines.Values)
            if (wanted(line) && (next is null || level(line) < level(next)))
                next = line;
        return next;
    }
}
