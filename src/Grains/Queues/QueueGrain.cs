using Gristmill.Core;
using Gristmill.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;

namespace Gristmill.Grains.Queues;

/// <summary>
/// Pushes ready jobs to pools that have room and offer the task, as its <see cref="QueueSchedule"/> decides. Reads the store when
/// that does not know what comes next, and once a second, if a pool has room, whatever it knows (a lost hint, a wake time that
/// has come). Sends nothing while the queue is paused; what it has sent before, the store does not let be claimed.
/// </summary>
[Reentrant]
internal sealed class QueueGrain(
    IJobStore store, ISiloStatusOracle members, [FromKeyedServices(Clock.Key)] TimeProvider clock) : Grain, IQueueGrain
{
    private const int WindowCapacity = 4_000;
    private static readonly TimeSpan HeartbeatTimeout = Lease.Heartbeat * 5;

    private readonly SteadyClock _steady = new(clock);
    private readonly QueueSchedule _schedule = new(WindowCapacity);
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
            _schedule.Add(entry);
        return DispatchAsync();
    }

    public async Task<OfferAnswer> OfferAsync(CreditUpdate offer, IWorkerPool pool)
    {
        if (!_schedule.Offer(offer, pool, _steady.GetUtcNow()))
            return OfferAnswer.Unknown;
        await DispatchAsync();
        return new OfferAnswer(IsKnown: true, HasMore: !_paused && _schedule.HasMoreFor(offer.Owner));
    }

    public Task LeaveAsync(string owner)
    {
        _schedule.Leave(owner);
        return DispatchAsync();
    }

    public async Task ModeChangedAsync()
    {
        await ReadModeAsync();
        // What was sent while the queue was paused has been refused, and is in the store alone.
        _schedule.Invalidate();
        await DispatchAsync();
    }

    public Task CancelRunAsync(string owner, Guid job, int run, string? reason)
    {
        // A pool that is not known here finds the cancellation in the store with its next heartbeat.
        _schedule.Find(owner)?.Pool.CancelAsync(job, run, reason).FireAndForget();
        return Task.CompletedTask;
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = _steady.GetUtcNow();
        Forget(link => now - link.Seen > HeartbeatTimeout);
        _schedule.TakeBack(before: now - Lease.Length);
        await ReadModeAsync();
        _schedule.Invalidate();
        await DispatchAsync();
    }

    private void Forget(Func<PoolConnection, bool> isGone)
    {
        List<PoolConnection>? gone = null;
        foreach (var link in _schedule.Pools)
            if (isGone(link))
                (gone ??= []).Add(link);
        foreach (var link in gone ?? [])
            _schedule.Leave(link.Owner);
    }

    private async Task ReadModeAsync() => _paused = await store.QueueOrderAsync(Queue) is { Mode: QueueMode.Paused };

    private async Task DispatchAsync()
    {
        // What is pushed to a dead silo would be missed only when its pool falls silent.
        Forget(link => members.GetApproximateSiloStatus(link.Silo) is SiloStatus.Dead);
        Send();
        while (!_reading && !_paused && _schedule.Missing() is { Count: > 0 } tasks)
        {
            await ReadAsync(tasks);
            Send();
        }
    }

    private void Send()
    {
        if (_paused)
            return;
        foreach (var (link, entries) in _schedule.Send(_steady.GetUtcNow()))
            link.Pool.DeliverAsync(Queue, [.. entries]).FireAndForget();
    }

    private async Task ReadAsync(HashSet<string> tasks)
    {
        _reading = true;
        QueueEntry[]? entries = null;
        var limit = _schedule.BeginRead(tasks);
        try
        {
            entries = await store.ReadyAsync(Queue, tasks, limit, clock.GetUtcNow());
        }
        finally
        {
            _reading = false;
            _schedule.EndRead(tasks, entries, limit);
        }
    }
}
