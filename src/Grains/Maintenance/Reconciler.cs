using Gristmill.Core;
using Gristmill.Grains.Jobs;
using Gristmill.Grains.Pool;
using Gristmill.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gristmill.Grains.Maintenance;

/// <summary>
/// Finds runs whose silo is gone and returns them to their queues: at once when the cluster knows that the silo is dead, else
/// when its lease is over. Also cancels jobs that have not started in their time, and wakes those whose limit has room again.
/// Every silo looks; the commands are fenced, so that the second to find a run finds it returned.
/// </summary>
public sealed partial class Reconciler(
    IJobStore store, JobCommandDispatcher dispatcher, WorkerPool pool, SiloIdentity silo, ISiloStatusOracle members,
    [FromKeyedServices(Clock.Key)] TimeProvider clock, ILogger<Reconciler> log) : BackgroundService, ISiloStatusListener
{
    private const int ExpiredAtOnce = 1_000;
    private const int WokenAtOnce = 1_000;
    private static readonly TimeSpan HeartbeatTimeout = Lease.Length + Lease.Heartbeat;

    // For an owner whose heartbeat is too old at first sight. The clock may have been set ahead: then its next heartbeat arrives
    // in time.
    private static readonly TimeSpan KnownHeartbeatTimeout = Lease.Heartbeat * 3;

    private readonly AsyncAutoResetEvent _look = new();

    // The last heartbeat of each owner, when it was first seen here, and its timeout. Ages are measured by a monotonic clock, so
    // suspending the machine expires no lease.
    private readonly Dictionary<string, (DateTimeOffset? Seen, long Since, TimeSpan May)> _beats = [];

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        _look.Set();
        // Queues move when silos come and go, and know only the pools that have told them.
        pool.TellQueues();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        members.SubscribeToSiloStatusEvents(this);
        using var timer = clock.CreateTimer(_ => _look.Set(), null, TimeSpan.Zero, Lease.Heartbeat);
        using var stopping = stoppingToken.Register(_look.Close);
        while (await _look.WaitAsync())
        {
            try
            {
                await ReconcileAsync();
            }
            catch (StoreUnavailableException)
            {
                // The store itself tells.
            }
            catch (Exception e)
            {
                LogFailed(e);
            }
        }
        members.UnSubscribeFromSiloStatusEvents(this);
    }

    private async Task ReconcileAsync()
    {
        // In this order: a silo writes its row before it owns a job.
        var holders = await store.OwnersAsync();
        var workers = (await store.WorkersAsync()).ToDictionary(worker => worker.Owner);
        var owners = workers.Keys.Union(holders).Where(owner => owner != silo.Owner).ToHashSet();
        foreach (var gone in _beats.Keys.Where(owner => !owners.Contains(owner)))
            _beats.Remove(gone);
        foreach (var owner in owners)
            if (IsLost(owner, workers.GetValueOrDefault(owner)?.Seen))
                await ReturnAsync(owner);

        var expired = await store.ExpiredAsync(clock.GetUtcNow(), ExpiredAtOnce);
        if (expired.Length > 0)
            await dispatcher.ExecuteAsync([.. expired.Select(job => new ExpireJob(job))]);

        var free = await store.HeldBackAsync(clock.GetUtcNow(), WokenAtOnce);
        if (free.Length > 0)
            await dispatcher.ExecuteAsync([.. free.Select(job => new UnblockJob(job))]);
    }

    private bool IsLost(string owner, DateTimeOffset? seen)
    {
        if (members.GetApproximateSiloStatus(SiloAddress.FromParsableString(owner)) is SiloStatus.Dead)
            return true;
        var isKnown = _beats.TryGetValue(owner, out var last);
        if (isKnown && last.Seen == seen)
            return clock.GetElapsedTime(last.Since) > last.May;
        _beats[owner] = (seen, clock.GetTimestamp(), !isKnown
            && clock.GetUtcNow() - seen > HeartbeatTimeout ? KnownHeartbeatTimeout : HeartbeatTimeout);
        return false;
    }

    private async Task ReturnAsync(string owner)
    {
        var held = await store.HeldByAsync(owner);
        if (held.Length > 0)
        {
            var answers = await dispatcher.ExecuteAsync([.. held.Select(run => new RecoverLostRun(run.Job, owner, run.Run))]);
            LogReturned(answers.Count(answer => answer.Moved), owner);
        }
        await store.RemoveWorkerAsync(owner);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Silo {Owner} is gone; {Count} of its jobs were returned")]
    private partial void LogReturned(int count, string owner);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for lost jobs failed; the next look follows")]
    private partial void LogFailed(Exception exception);
}
