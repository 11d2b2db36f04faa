using Gristmill.Hosting;
using Gristmill.Storage;
using Gristmill.Workers;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Gristmill.Queues;

/// <summary>
/// Pushes ready jobs to pools that have room and offer the task, the pool with the most room first. Reads the store only when a pool
/// has room and the window has nothing left for it, or once a second then (a lost hint, a wake time that has come). Reads tasks that
/// can be sent: those that nobody has room for keep no other from its place. Sends nothing while the queue is paused; what it has
/// sent before, the store does not let be claimed.
/// </summary>
[Reentrant]
internal sealed class QueueGrain(
    IJobStore store, ISiloStatusOracle members, [FromKeyedServices(Clock.Key)] TimeProvider clock) : Grain, IQueueGrain
{
    private const int WindowCapacity = 4_000;
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
            _window.Truncate();
        foreach (var job in offer.Settled)
            link.Settle(job, out _);
        foreach (var job in offer.Returned)
            if (link.Settle(job, out var entry))
                _window.Insert(entry);
        await DispatchAsync();
        return true;
    }

    public Task LeaveAsync(string owner)
    {
        if (_pools.Remove(owner, out var link))
            Insert(link.TakeBack());
        return DispatchAsync();
    }

    public async Task ModeChangedAsync()
    {
        await ReadModeAsync();
        // What was sent while the queue was paused has been refused, and is in the store alone.
        _window.Truncate();
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
        foreach (var link in _pools.Values)
            Insert(link.TakeBack(before: now - Lease.Length));
        var wasPaused = _paused;
        await ReadModeAsync();
        // Nothing to send although pools have room, perhaps: a hint may have been lost.
        if (wasPaused || !_window.TryPeek(HasRoom, out _))
            _window.Truncate();
        await DispatchAsync();
    }

    private void Forget(Func<PoolLink, bool> isGone)
    {
        foreach (var (owner, link) in _pools)
        {
            if (!isGone(link))
                continue;
            _pools.Remove(owner);
            Insert(link.TakeBack());
        }
    }

    private async Task ReadModeAsync() => _paused = await store.QueueOrderAsync(Queue) is { Mode: QueueMode.Paused };

    // Claims are fenced: an entry that is sent twice is claimed once.
    private void Insert(IEnumerable<QueueEntry> entries)
    {
        foreach (var entry in entries)
            _window.Insert(entry);
    }

    private async Task DispatchAsync()
    {
        // What is pushed to a dead silo would be missed only when its pool falls silent.
        Forget(link => members.GetApproximateSiloStatus(link.Silo) is SiloStatus.Dead);
        Send();
        while (!_reading && !_paused && Missing() is { Count: > 0 } tasks)
        {
            await ReadAsync(tasks);
            Send();
        }
    }

    // All that is here and has room has been sent.
    private HashSet<string> Missing() =>
        [.. _pools.Values.Where(link => link.Credit > 0).SelectMany(link => link.Tasks).Where(_window.IsTruncated)];

    private void Send()
    {
        Dictionary<PoolLink, List<QueueEntry>>? sends = null;
        var now = clock.GetUtcNow();
        while (!_paused && _window.TryPeek(HasRoom, out var entry))
        {
            var link = Roomiest(entry.Task)!;
            _window.Remove(entry);
            link.Sent(entry, now);
            sends ??= [];
            if (!sends.TryGetValue(link, out var entries))
                sends.Add(link, entries = []);
            entries.Add(entry);
        }
        foreach (var (link, entries) in sends ?? [])
            link.Pool.DeliverAsync(Queue, [.. entries]).Forget();
    }

    private async Task ReadAsync(HashSet<string> tasks)
    {
        _reading = true;
        var complete = false;
        try
        {
            // What arrives while we read is either in the answer or is added as to a complete line.
            foreach (var task in tasks)
                _window.Complete(task);
            var limit = WindowCapacity / 2 + _pools.Values.Sum(link => link.Unsettled);
            var entries = await store.ReadyAsync(Queue, tasks, limit, clock.GetUtcNow());
            Insert(entries.Where(entry => !_pools.Values.Any(link => link.Has(entry.Job))));
            complete = entries.Length < limit;
        }
        finally
        {
            _reading = false;
            foreach (var task in complete ? [] : tasks)
                _window.Truncate(task);
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
