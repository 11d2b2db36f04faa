using Gristmill.Execution.Loading;
using Gristmill.Jobs;

namespace Gristmill.Grains.Pool;

/// <summary>
/// The pool's side of one queue: what it has of the queue's jobs and has not started, in the order in which they should start,
/// and what the queue is to be told. One offer is under way at a time; what changes meanwhile goes with the next. Used by the
/// pool's loop alone.
/// </summary>
public sealed class QueueConnection(string name, string owner, SlotShare share, IGrainFactory grains, PluginHost plugins)
{
    private readonly PriorityQueue<QueueEntry, QueueEntry> _delivered = new(ReadyOrder.Comparer);
    private readonly PriorityQueue<PoolRun, QueueEntry> _ready = new(ReadyOrder.Comparer);
    private List<Guid> _settled = [];
    private List<Guid> _returned = [];
    private long _received;
    private long _stamp;
    private long _named = -1; // The plugins whose tasks the queue knows.
    private bool _isOffering;

    public string Name => name;
    public SlotShare Share => share;

    /// <summary>How many jobs the queue has sent and the pool has not begun to claim.</summary>
    public int Delivered => _delivered.Count;

    /// <summary>How many are being claimed.</summary>
    public int InClaim { get; private set; }

    /// <summary>How many are claimed and wait for a slot.</summary>
    public int Ready => _ready.Count;

    /// <summary>The queue has more jobs for the pool than the pool would take.</summary>
    public bool HasMore { get; private set; }

    /// <summary>The pool has jobs of the queue, or could have some.</summary>
    public bool HasWork => HasMore || Delivered + InClaim + Ready + share.Running > 0;

    /// <summary>The queue is to be told how things stand.</summary>
    public bool HasNews { get; set; }

    /// <summary>It is to be told now: no offer is under way.</summary>
    public bool IsOfferDue => HasNews && !_isOffering;

    /// <summary>The last offer, until it was answered.</summary>
    public Task Offering { get; set; } = Task.CompletedTask;

    private IQueueGrain Grain => grains.GetGrain<IQueueGrain>(name);

    public void Deliver(QueueEntry[] entries)
    {
        _received += entries.Length;
        foreach (var entry in entries)
            _delivered.Enqueue(entry, entry);
    }

    /// <summary>Begins to claim the next of those that were delivered.</summary>
    public QueueEntry Claim()
    {
        InClaim++;
        return _delivered.Dequeue();
    }

    /// <summary>Hands back what was delivered.</summary>
    public void ReturnDelivered()
    {
        HasNews |= Delivered > 0;
        while (_delivered.TryDequeue(out var entry, out _))
            _returned.Add(entry.Job);
    }

    /// <summary>A claim was answered: the job waits for a slot, or (null) could not be claimed.</summary>
    public void Claimed(QueueEntry entry, PoolRun? run)
    {
        InClaim--;
        _settled.Add(entry.Job);
        if (run is not null)
            _ready.Enqueue(run, entry);
    }

    /// <summary>A claim was not answered.</summary>
    public void ClaimFailed(QueueEntry entry)
    {
        InClaim--;
        _returned.Add(entry.Job);
    }

    /// <summary>Takes the job that is to start next.</summary>
    public PoolRun TakeReady() => _ready.Dequeue();

    /// <summary>Takes out the jobs that wait for a slot and that a rule is true of.</summary>
    public PoolRun[] TakeReady(Func<PoolRun, bool> rule)
    {
        var taken = _ready.UnorderedItems.Where(item => rule(item.Element)).Select(item => item.Element).ToArray();
        foreach (var run in taken)
            _ready.Remove(run, out _, out _);
        return taken;
    }

    /// <summary>What the queue is to be told now.</summary>
    /// <param name="room">How many more jobs it may send.</param>
    public CreditUpdate BeginOffer(int room)
    {
        (HasNews, _isOffering) = (false, true);
        var offer = new CreditUpdate
        {
            Owner = owner,
            Stamp = _stamp += 2, // The one in between is for a queue that has to be told the tasks.
            Received = _received,
            Limit = _received + room,
            Settled = [.. _settled],
            Returned = [.. _returned],
        };
        _settled = [];
        _returned = [];
        return offer;
    }

    /// <summary>The offer was answered, or (null) did not arrive: then the next one says all of it once more.</summary>
    public void EndOffer(CreditUpdate offer, bool? hasMore)
    {
        _isOffering = false;
        HasMore = hasMore ?? false;
        if (hasMore is not null)
            return;
        _settled.AddRange(offer.Settled);
        _returned.AddRange(offer.Returned);
    }

    /// <summary>Tells the queue. May be called on any thread, once at a time.</summary>
    /// <returns>
    /// Whether the queue has more jobs than the offer takes; null if it could not be reached: its silo was lost, or its store is
    /// in trouble.
    /// </returns>
    public async Task<bool?> SendAsync(CreditUpdate offer, IWorkerPool self)
    {
        var stamp = plugins.Stamp;
        try
        {
            var answer = await Grain.OfferAsync(_named == stamp ? offer : Naming(offer), self);
            if (!answer.IsKnown)
                answer = await Grain.OfferAsync(Naming(offer with { Stamp = offer.Stamp + 1 }), self);
            _named = stamp;
            return answer.HasMore;
        }
        catch (Exception)
        {
            _named = -1;
            return null;
        }
    }

    /// <summary>Leaves the queue, behind the offer that is under way; what the queue has sent is ready for others.</summary>
    public async Task LeaveAsync()
    {
        await Offering;
        await Grain.LeaveAsync(owner);
    }

    private CreditUpdate Naming(CreditUpdate offer) => offer with { Tasks = [.. plugins.Tasks.Select(task => task.Name)] };
}
