namespace Gristmill.Queues;

/// <summary>A pool as its queue knows it: what it offers, what it may still be sent, and what it was sent and has not dealt with.</summary>
internal sealed class PoolLink(string owner, IWorkerPool pool, long received)
{
    public SiloAddress Silo { get; } = SiloAddress.FromParsableString(owner);
    public IWorkerPool Pool { get; private set; } = pool;
    public HashSet<string> Tasks { get; private set; } = [];
    public Dictionary<Guid, QueueEntry> Unsettled { get; } = [];
    public DateTimeOffset Seen { get; private set; }

    /// <summary>How many entries the pool may still be sent.</summary>
    public long Credit => _limit - _sent;

    private long _stamp = -1;
    private long _limit;
    private long _sent = received;
    private (long Sent, DateTimeOffset Since) _behind;

    /// <summary>Takes an offer in; false if it is older than the last one.</summary>
    public bool Take(PoolOffer offer, IWorkerPool pool, DateTimeOffset now)
    {
        if (offer.Stamp <= _stamp)
            return false;
        (_stamp, _limit, Seen, Pool) = (offer.Stamp, offer.Limit, now, pool);
        if (offer.Tasks is not null)
            Tasks = [.. offer.Tasks];
        return true;
    }

    public void Sent(QueueEntry entry)
    {
        _sent++;
        Unsettled[entry.Job] = entry;
    }

    /// <summary>Whether something that was sent before <paramref name="patience"/> has not arrived: that message is lost.</summary>
    public bool HasLost(PoolOffer offer, DateTimeOffset now, TimeSpan patience)
    {
        if (offer.Received >= _behind.Sent)
            _behind = (_sent, now);
        if (offer.Received >= _sent || now - _behind.Since < patience)
            return false;
        _sent = offer.Received;
        _behind = (_sent, now);
        return true;
    }
}
