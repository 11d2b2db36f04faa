using Gristmill.Grains.Plugins;
using Gristmill.Hosting;

namespace Gristmill.Workers;

/// <summary>
/// The pool's side of one queue: counts what it received, and keeps the queue told of what the pool will take. One call at a time;
/// what changes meanwhile goes with the next.
/// </summary>
internal sealed class QueueLine(string queue, string owner, IGrainFactory grains, Func<int> capacity, PluginHost plugins)
{
    private readonly Lock _gate = new();
    private readonly Signal _signal = new();
    private List<Guid> _settled = [];
    private List<Guid> _returned = [];
    private long _received;
    private long _stamp;
    private Task _offering = Task.CompletedTask;

    private IQueueGrain Grain => grains.GetGrain<IQueueGrain>(queue);

    public void Start(IWorkerPool pool) => _offering = Task.Run(() => OfferAllAsync(pool));

    public void Received(int entries)
    {
        lock (_gate)
            _received += entries;
    }

    public void Settle(Guid job)
    {
        lock (_gate)
            _settled.Add(job);
    }

    public void Return(Guid job)
    {
        lock (_gate)
            _returned.Add(job);
    }

    /// <summary>Says soon how things stand now.</summary>
    public void Nudge() => _signal.Set();

    public async Task LeaveAsync()
    {
        _signal.Close();
        await _offering;
        await Grain.LeaveAsync(owner);
    }

    private async Task OfferAllAsync(IWorkerPool pool)
    {
        var named = -1L;
        while (await _signal.WaitAsync())
        {
            var (offer, stamp) = (Next(), plugins.Stamp);
            try
            {
                if (!await Grain.OfferAsync(named == stamp ? offer : Naming(offer), pool))
                    await Grain.OfferAsync(Naming(Again(offer)), pool);
                named = stamp;
            }
            catch (Exception)
            {
                // The queue's silo was lost, or its store is in trouble. The next heartbeat finds the queue again, and says once more what became of entries.
                named = -1;
                Keep(offer);
            }
        }
    }

    private PoolOffer Naming(PoolOffer offer) => offer with { Tasks = [.. plugins.Tasks.Select(task => task.Name)] };

    private PoolOffer Next()
    {
        var free = capacity();
        lock (_gate)
        {
            var offer = new PoolOffer
            {
                Owner = owner,
                Stamp = ++_stamp,
                Received = _received,
                Limit = _received + free,
                Settled = [.. _settled],
                Returned = [.. _returned],
            };
            _settled = [];
            _returned = [];
            return offer;
        }
    }

    private void Keep(PoolOffer offer)
    {
        lock (_gate)
        {
            _settled.AddRange(offer.Settled);
            _returned.AddRange(offer.Returned);
        }
    }

    private PoolOffer Again(PoolOffer offer)
    {
        lock (_gate)
            return offer with { Stamp = ++_stamp };
    }
}
