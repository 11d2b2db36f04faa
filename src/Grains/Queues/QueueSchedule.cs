using Gristmill.Jobs;

namespace Gristmill.Grains.Queues;

/// <summary>
/// Decides which ready job goes to which pool: of all that a pool with room offers, the one of the greatest priority, and among
/// these the oldest; to the pool with the most room. Says which lines must be read before that is known. No clock, no store, no
/// messages.
/// </summary>
internal sealed class QueueSchedule(int capacity)
{
    private static readonly Dictionary<PoolConnection, List<QueueEntry>> Nothing = [];

    private readonly ReadyWindow _window = new(capacity);
    private readonly Dictionary<string, PoolConnection> _pools = [];

    // What pools have dealt with while the store was read: its answer may still say that it is ready.
    private HashSet<Guid>? _settled;

    /// <summary>The pools that lend the queue slots.</summary>
    public IReadOnlyCollection<PoolConnection> Pools => _pools.Values;

    public PoolConnection? Find(string owner) => _pools.GetValueOrDefault(owner);

    /// <summary>A job is ready.</summary>
    public void Add(QueueEntry entry) => _window.Add(entry);

    /// <summary>A pool says how it stands. False: it is not known here, and has to name its tasks.</summary>
    public bool Offer(CreditUpdate offer, IWorkerPool pool, DateTimeOffset now)
    {
        if (!_pools.TryGetValue(offer.Owner, out var link))
        {
            if (offer.Tasks is null)
                return false;
            _pools.Add(offer.Owner, link = new PoolConnection(offer.Owner, pool, offer.Received));
        }
        if (!link.Take(offer, pool, now))
            return true;
        if (offer.Tasks is not null)
            Serve();
        foreach (var job in offer.Settled)
        {
            link.Settle(job, out _);
            _settled?.Add(job);
        }
        foreach (var job in offer.Returned)
            if (link.Settle(job, out var entry))
                Add(entry);
        return true;
    }

    /// <summary>A pool is gone: what it was sent and has not dealt with is ready.</summary>
    public void Leave(string owner)
    {
        if (!_pools.Remove(owner, out var link))
            return;
        Serve();
        TakeBack(link, DateTimeOffset.MaxValue);
    }

    /// <summary>
    /// What pools were sent before a time and have not dealt with is ready. Claims are fenced: an entry that is sent twice is
    /// claimed once.
    /// </summary>
    public void TakeBack(DateTimeOffset before)
    {
        foreach (var link in _pools.Values)
            TakeBack(link, before);
    }

    /// <summary>What is known of the queue may have become wrong: the store is asked before anything more is sent.</summary>
    public void Invalidate() => _window.Invalidate();

    /// <summary>Whether jobs wait here that a pool offers and has no room for.</summary>
    public bool HasMoreFor(string owner) => Find(owner) is { } link && _window.HasAny(link.Tasks);

    /// <summary>What goes to whom now. It counts as sent.</summary>
    public IReadOnlyDictionary<PoolConnection, List<QueueEntry>> Send(DateTimeOffset now)
    {
        Dictionary<PoolConnection, List<QueueEntry>>? sends = null;
        var hasRoom = HasRoom;
        while (_window.TryPeek(hasRoom, out var entry))
        {
            var link = Roomiest(entry.Task)!;
            _window.Remove(entry);
            link.Sent(entry, now);
            sends ??= [];
            if (!sends.TryGetValue(link, out var entries))
                sends.Add(link, entries = []);
            entries.Add(entry);
        }
        return sends ?? Nothing;
    }

    /// <summary>The tasks of which the store must be asked before more can be sent; none if all that can be sent was.</summary>
    public HashSet<string> Missing() => _window.Missing(HasRoom);

    /// <summary>The store is about to be asked; the answer is how many jobs it is to be asked for.</summary>
    public int BeginRead(IReadOnlyCollection<string> tasks)
    {
        _settled = [];
        _window.BeginRead(tasks);
        // What pools have not claimed yet is ready as the store sees it.
        return capacity / 2 + _pools.Values.Sum(link => link.Unsettled);
    }

    /// <summary>The store has answered, or (null) has not.</summary>
    public void EndRead(IReadOnlyCollection<string> tasks, QueueEntry[]? entries, int limit)
    {
        _window.EndRead(tasks, entries is null ? ReadyOrder.First : entries.Length < limit ? ReadyOrder.Last : entries[^1]);
        foreach (var entry in entries ?? [])
            if (!_settled!.Contains(entry.Job) && !_pools.Values.Any(link => link.Has(entry.Job)))
                Add(entry);
        _settled = null;
    }

    private void Serve() => _window.Serve(_pools.Values.SelectMany(link => link.Tasks).ToHashSet());

    private void TakeBack(PoolConnection link, DateTimeOffset before)
    {
        foreach (var entry in link.TakeBack(before))
            Add(entry);
    }

    private bool HasRoom(string task) => Roomiest(task) is not null;

    private PoolConnection? Roomiest(string task)
    {
        PoolConnection? best = null;
        foreach (var link in _pools.Values)
            if (link.Credit > 0 && link.Credit > (best?.Credit ?? 0) && link.Tasks.Contains(task))
                best = link;
        return best;
    }
}
