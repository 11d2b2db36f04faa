using Gristmill.Grains.Plugins;
using Gristmill.Hosting;
using Gristmill.Queues;

namespace Gristmill.Workers;

/// <summary>
/// The pool's side of one queue: what it has of the queue's jobs and has not started, in the order in which they should start. Keeps the queue
/// told of what the pool will take, one call at a time; what changes meanwhile goes with the next. Its state is under the pool's lock.
/// </summary>
internal sealed class QueueConnection(string queue, WorkerPool pool, string owner, SlotShare share, IGrainFactory grains, PluginHost plugins, Lock gate)
{
    private readonly AsyncAutoResetEvent _signal = new();
    private readonly PriorityQueue<QueueEntry, QueueEntry> _delivered = new(ReadyOrder.Comparer);
    private readonly PriorityQueue<JobRun, QueueEntry> _ready = new(ReadyOrder.Comparer);
    private List<Guid> _settled = [];
    private List<Guid> _returned = [];
    private long _received;
    private long _stamp;
    private Task _offering = Task.CompletedTask;

    private IQueueGrain Grain => grains.GetGrain<IQueueGrain>(queue);

    public SlotShare Share => share;

    /// <summary>How many jobs the queue has sent and the pool has not begun to claim.</summary>
    public int Delivered => _delivered.Count;

    /// <summary>How many are being claimed.</summary>
    public int InClaim { get; private set; }

    /// <summary>How many are claimed and wait for a slot.</summary>
    public int Ready => _ready.Count;

    /// <summary>The queue has more jobs for the pool than the pool would take.</summary>
    public bool HasMore { get; private set; }

    public void Start(IWorkerPool self) => _offering = Task.Run(() => OfferAllAsync(self));

    public void Deliver(QueueEntry[] entries)
    {
        Join();
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
        while (_delivered.TryDequeue(out var entry, out _))
            _returned.Add(entry.Job);
    }

    /// <summary>A claim was answered: the job waits for a slot, or (null) could not be claimed.</summary>
    public void Claimed(QueueEntry entry, JobRun? run)
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
    public JobRun Take() => _ready.Dequeue();

    /// <summary>Takes out the jobs that wait for a slot and that a rule is true of.</summary>
    public IEnumerable<JobRun> TakeAll(Func<JobRun, bool> rule)
    {
        var taken = _ready.UnorderedItems.Where(item => rule(item.Element)).Select(item => item.Element).ToArray();
        foreach (var run in taken)
            _ready.Remove(run, out _, out _);
        return taken;
    }

    /// <summary>Says soon how things stand now.</summary>
    public void Nudge() => _signal.Set();

    public async Task LeaveAsync()
    {
        _signal.Close();
        await _offering;
        await Grain.LeaveAsync(owner);
    }

    private async Task OfferAllAsync(IWorkerPool self)
    {
        var named = -1L;
        while (await _signal.WaitAsync())
        {
            var (offer, stamp) = (Next(), plugins.Stamp);
            try
            {
                var answer = await Grain.OfferAsync(named == stamp ? offer : Naming(offer), self);
                if (!answer.IsKnown)
                    answer = await Grain.OfferAsync(Naming(Again(offer)), self);
                named = stamp;
                Heard(answer.HasMore);
            }
            catch (Exception)
            {
                // The queue's silo was lost, or its store is in trouble. The next heartbeat finds the queue again, and says once more what became of entries.
                named = -1;
                Keep(offer);
                Heard(hasMore: false);
            }
        }
    }

    private void Heard(bool hasMore)
    {
        bool had;
        lock (gate)
        {
            if (hasMore)
                Join();
            (had, HasMore) = (HasMore, hasMore);
        }
        // What was meant for it is for others.
        if (had && !hasMore)
            pool.NudgeOthers(this);
    }

    private void Join()
    {
        if (!HasMore && Delivered + InClaim + Ready + share.Running == 0)
            share.Join(pool.Level);
    }

    private CreditUpdate Naming(CreditUpdate offer) => offer with { Tasks = [.. plugins.Tasks.Select(task => task.Name)] };

    private CreditUpdate Next()
    {
        lock (gate)
        {
            var offer = new CreditUpdate
            {
                Owner = owner,
                Stamp = ++_stamp,
                Received = _received,
                Limit = _received + pool.RoomFor(this),
                Settled = [.. _settled],
                Returned = [.. _returned],
            };
            _settled = [];
            _returned = [];
            return offer;
        }
    }

    private void Keep(CreditUpdate offer)
    {
        lock (gate)
        {
            _settled.AddRange(offer.Settled);
            _returned.AddRange(offer.Returned);
        }
    }

    private CreditUpdate Again(CreditUpdate offer)
    {
        lock (gate)
            return offer with { Stamp = ++_stamp };
    }
}
