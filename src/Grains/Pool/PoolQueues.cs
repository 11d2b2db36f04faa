namespace Gristmill.Grains.Pool;

/// <summary>
/// The queues of a pool, and how it divides its slots among them: see <see cref="SlotShare"/>. Used by the pool's loop alone.
/// </summary>
internal sealed class PoolQueues(IEnumerable<QueueConnection> queues)
{
    private readonly OrderedDictionary<string, QueueConnection> _queues =
        new(queues.Select(queue => KeyValuePair.Create(queue.Name, queue)));

    public IReadOnlyList<QueueConnection> All => _queues.Values;

    /// <summary>How far the queues are with their shares; one that comes to have work begins there.</summary>
    public double Level { get; private set; }

    /// <summary>How many jobs are being claimed.</summary>
    public int InClaim => Count(queue => queue.InClaim);

    /// <summary>How many are claimed and wait for a slot.</summary>
    public int Ready => Count(queue => queue.Ready);

    /// <summary>A queue has sent jobs.</summary>
    public void Deliver(string name, QueueEntry[] entries)
    {
        var queue = _queues[name];
        Join(queue);
        queue.Deliver(entries);
    }

    /// <summary>A queue has answered an offer, or (null) could not be reached.</summary>
    public void EndOffer(QueueConnection queue, CreditUpdate offer, bool? hasMore)
    {
        if (hasMore is true)
            Join(queue);
        var had = queue.HasMore;
        queue.EndOffer(offer, hasMore);
        if (!had || queue.HasMore)
            return;
        // What was meant for it is for others.
        foreach (var other in All)
            if (other != queue)
                other.HasNews = true;
    }

    /// <summary>All that is to be said is to be said again: the heartbeat, or something that concerns every queue.</summary>
    public void TellAll()
    {
        foreach (var queue in All)
            queue.HasNews = true;
    }

    /// <summary>Takes the jobs to claim now, and hands the other ones back.</summary>
    /// <param name="room">How many may be claimed.</param>
    public List<(QueueConnection Queue, QueueEntry Entry)> TakeDelivered(int room)
    {
        if (Count(queue => queue.Delivered) == 0)
            return [];
        var batch = new List<(QueueConnection, QueueEntry)>();
        for (; room > 0; room--)
        {
            if (Next(queue => queue.Delivered > 0, queue =>
                queue.Share.NextLevel + (queue.InClaim + queue.Ready) * queue.Share.Step) is not { } next)
                break;
            batch.Add((next, next.Claim()));
        }
        foreach (var queue in All)
            queue.ReturnDelivered();
        return batch;
    }

    /// <summary>Takes the job that is to have the next slot; null if none waits for one.</summary>
    public PoolRun? TakeReady() => Next(queue => queue.Ready > 0, queue => queue.Share.NextLevel)?.TakeReady();

    /// <summary>A run was given a slot.</summary>
    public void Started(PoolRun run)
    {
        Level = Math.Max(Level, run.Queue.Share.Level);
        run.Queue.Share.Start();
    }

    /// <summary>Takes out the jobs that wait for a slot and that a rule is true of.</summary>
    public IEnumerable<PoolRun> TakeReady(Func<PoolRun, bool> rule) => All.SelectMany(queue => queue.TakeReady(rule));

    /// <summary>
    /// How many more jobs a queue may send. If several have more than they may send, each its part of what there is room for; one
    /// that is not known to have more may use all of it, since most have nothing.
    /// </summary>
    /// <param name="queue">The queue.</param>
    /// <param name="room">How many more jobs the pool may claim.</param>
    public int RoomFor(QueueConnection queue, int room)
    {
        room = Math.Max(0, room - Count(other => other.Delivered));
        QueueConnection[] contenders = queue.HasMore ? [.. All.Where(other => other.HasMore)] : [queue];
        if (contenders.Length == 1)
            return room;
        var levels = Array.ConvertAll(contenders, one =>
            one.Share.NextLevel + (one.Delivered + one.InClaim + one.Ready) * one.Share.Step);
        var (own, part) = (Array.IndexOf(contenders, queue), 0);
        for (; room > 0; room--)
        {
            var next = Array.IndexOf(levels, levels.Min());
            levels[next] += contenders[next].Share.Step;
            if (next == own)
                part++;
        }
        return part;
    }

    private void Join(QueueConnection queue)
    {
        if (!queue.HasWork)
            queue.Share.Join(Level);
    }

    private int Count(Func<QueueConnection, int> of)
    {
        var sum = 0;
        foreach (var queue in _queues.Values)
            sum += of(queue);
        return sum;
    }

    // The queue that is farthest behind with its share.
    private QueueConnection? Next(Func<QueueConnection, bool> wanted, Func<QueueConnection, double> level)
    {
        QueueConnection? next = null;
        foreach (var queue in _queues.Values)
            if (wanted(queue) && (next is null || level(queue) < level(next)))
                next = queue;
        return next;
    }
}
