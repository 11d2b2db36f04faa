using Gristmill.Hosting;
using Gristmill.Storage;
using Gristmill.Workers;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Queues;

/// <summary>
/// Pushes ready jobs to pools that have room and offer the task, the pool with the most room first. Reads the store only when its
/// window runs low, or once a second while pools have room and nothing is there to send (a lost hint, a wake time that has come).
/// Sends nothing while the queue is paused; what it has sent before, the store does not let be claimed.
/// </summary>
[Reentrant]
internal sealed class QueueGrain(
    IJobStore store, ISiloStatusOracle members, [FromKeyedServices(Clock.Key)] TimeProvider clock) : Grain, IQueueGrain
{
    private const int WindowCapacity = 4_000;
    private const int LowWater = 1_000;
    private static readonly TimeSpan Silence = Lease.Heartbeat * 5;

    private readonly ReadyWindow _window = new(WindowCapacity);
    private readonly Dictionary<string, PoolLink> _pools = [];
    private bool _reading;
    private bool _paused = true; // Until the store has said otherwise.

    private string Queue => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(LookAsync, new GrainTimerCreationOptions(TimeSpan.Zero, Lease.Heartbeat) { Interleave = true });
        return Task.CompletedTask;
    }

    public Task EnqueuedAsync(QueueEntry[] entries)
    {
        foreach (var entry in entries)
            if (IsOffered(entry.Task))
                _window.Add(entry);
        return DispatchAsync();
    }

    public async Task<bool> OfferAsync(PoolOffer offer, IWorkerPool pool)
    {
        if (!_pools.TryGetValue(offer.Owner, out var link))
        {
            if (offer.Tasks is null)
                return false;
            _pools.Add(offer.Owner, link = new PoolLink(offer.Owner, pool, offer.Received));
        }

        var now = clock.GetUtcNow();
        if (!link.Take(offer, pool, now))
            return true;
        if (offer.Tasks is not null)
            _window.Truncated = true;
        foreach (var job in offer.Settled)
            link.Unsettled.Remove(job);
        foreach (var job in offer.Returned)
            if (link.Unsettled.Remove(job, out var entry))
                _window.Insert(entry);
        if (link.HasLost(offer, now, Silence))
            TakeBack(link);
        await DispatchAsync();
        return true;
    }

    public Task LeaveAsync(string owner)
    {
        if (_pools.Remove(owner, out var link))
            TakeBack(link);
        return DispatchAsync();
    }

    public async Task ModeChangedAsync()
    {
        await ReadModeAsync();
        // What was sent while the queue was paused has been refused, and is in the store alone.
        _window.Truncated = true;
        await DispatchAsync();
    }

    public Task CancelRunAsync(string owner, Guid job, int run, string? reason)
    {
        // A pool that is not known here finds the cancellation in the store with its next heartbeat.
        if (_pools.TryGetValue(owner, out var link))
            link.Pool.CancelAsync(job, run, reason).Forget();
        return Task.CompletedTask;
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        Forget(link => now - link.Seen > Silence);
        var wasPaused = _paused;
        await ReadModeAsync();
        // Nothing to send although pools have room, perhaps: a hint may have been lost.
        _window.Truncated |= wasPaused || !_window.TryPeek(HasRoom, out _);
        await DispatchAsync();
    }

    private void Forget(Func<PoolLink, bool> isGone)
    {
        foreach (var (owner, link) in _pools)
        {
            if (!isGone(link))
                continue;
            _pools.Remove(owner);
            TakeBack(link);
        }
    }

    private async Task ReadModeAsync() => _paused = await store.QueueOrderAsync(Queue) is { Mode: QueueMode.Paused };

    // Claims are fenced: an entry that is sent twice is claimed once.
    private void TakeBack(PoolLink link)
    {
        foreach (var entry in link.Unsettled.Values)
            _window.Insert(entry);
        link.Unsettled.Clear();
    }

    private async Task DispatchAsync()
    {
        // What is pushed to a dead silo would be missed only when its pool falls silent.
        Forget(link => members.GetApproximateSiloStatus(link.Silo) is SiloStatus.Dead);
        Send();
        while (_window.Truncated && _window.Count < LowWater && !_reading && !_paused && _pools.Values.Any(link => link.Credit > 0))
        {
            await ReadAsync();
            Send();
        }
    }

    private void Send()
    {
        Dictionary<PoolLink, List<QueueEntry>>? sends = null;
        while (!_paused && _window.TryPeek(HasRoom, out var entry))
        {
            var link = Roomiest(entry.Task)!;
            _window.Remove(entry);
            link.Sent(entry);
            sends ??= [];
            if (!sends.TryGetValue(link, out var entries))
                sends.Add(link, entries = []);
            entries.Add(entry);
        }
        foreach (var (link, entries) in sends ?? [])
            link.Pool.DeliverAsync(Queue, [.. entries]).Forget();
    }

    private async Task ReadAsync()
    {
        _reading = true;
        try
        {
            // What arrives while we read is either in the answer or sets the mark again.
            _window.Truncated = false;
            var unsettled = _pools.Values.Sum(link => link.Unsettled.Count);
            var limit = WindowCapacity / 2 + unsettled;
            var tasks = _pools.Values.SelectMany(link => link.Tasks).ToHashSet();
            var entries = await store.ReadyAsync(Queue, tasks, limit, clock.GetUtcNow());
            foreach (var entry in entries)
                if (!_pools.Values.Any(link => link.Unsettled.ContainsKey(entry.Job)))
                    _window.Insert(entry);
            if (entries.Length == limit)
                _window.Truncated = true;
        }
        catch
        {
            _window.Truncated = true;
            throw;
        }
        finally
        {
            _reading = false;
        }
    }

    private bool IsOffered(string task) => _pools.Values.Any(link => link.Tasks.Contains(task));

    private bool HasRoom(string task) => Roomiest(task) is not null;

    private PoolLink? Roomiest(string task)
    {
        PoolLink? best = null;
        foreach (var link in _pools.Values)
            if (link.Credit > 0 && link.Tasks.Contains(task) && link.Credit > (best?.Credit ?? 0))
                best = link;
        return best;
    }
}
