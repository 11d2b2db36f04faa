namespace Gristmill.Grains.Queues;

/// <summary>
/// A pool as its queue knows it: what it offers, what it may still be sent, and what it was sent and has not dealt with.
/// </summary>
internal sealed class PoolConnection(string owner, IWorkerPool pool, long received)
{
    public string Owner => owner;
    public SiloAddress Silo { get; } = SiloAddress.FromParsableString(owner);
    public IWorkerPool Pool { get; private set; } = pool;
    public HashSet<string> Tasks { get; private set; } = [];
    public DateTimeOffset Seen { get; private set; }

    /// <summary>How many entries the pool may still be sent.</summary>
    public long Credit => _limit - _sent;

    /// <summary>How many entries it was sent and has not dealt with.</summary>
    public int Unsettled => _unsettled.Count;

    private readonly Dictionary<Guid, (QueueEntry Entry, DateTimeOffset Sent)> _unsettled = [];
    private long _stamp = -1;
    private long _limit;
    private long _received = received;
    private long _sent = received;

    /// <summary>Takes an offer in; false if it is older than the last one.</summary>
    public bool Take(CreditUpdate offer, IWorkerPool pool, DateTimeOffset now)
    {
        if (offer.Stamp <= _stamp)
            return false;
        (_stamp, _limit, _received, Seen, Pool) = (offer.Stamp, offer.Limit, offer.Received, now, pool);
        if (offer.Tasks is not null)
            Tasks = [.. offer.Tasks];
        return true;
    }

    public void Sent(QueueEntry entry, DateTimeOffset now)
    {
        _sent++;
        _unsettled[entry.Job] = (entry, now);
    }

    /// <summary>Whether the pool has the entry to deal with.</summary>
    public bool Has(Guid job) => _unsettled.ContainsKey(job);

    /// <summary>The pool has dealt with an entry, or hands it back.</summary>
    public bool Settle(Guid job, out QueueEntry entry)
    {
        var had = _unsettled.Remove(job, out var sent);
        entry = sent.Entry;
        return had;
    }

    /// <summary>
    /// Takes back what was sent before a time and was not dealt with: the message, or the word on it, was lost. Without it the
    /// pool has room for as many again.
    /// </summary>
    public List<QueueEntry> TakeBack(DateTimeOffset before)
    {
        var lost = _unsettled.Values.Where(sent => sent.Sent < before).Select(sent => sent.Entry).ToList();
        foreach (var entry in lost)
            _unsettled.Remove(entry.Job);
        _sent = Math.Max(_received, _sent - lost.Count);
        return lost;
    }
}
