using Gristmill.Core;
using Gristmill.Grains.Jobs;
using Gristmill.Jobs;
using Gristmill.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;

namespace Gristmill.Grains.Operations;

/// <summary>Writes orders into the store, and waits there until they have been followed.</summary>
[StatelessWorker(1, false), Reentrant]
internal sealed partial class OperationsGrain(
    IJobStore store, JobCommandDispatcher dispatcher, JobRemoval removal, SiloOptions options, [FromKeyedServices(Clock.Key)] TimeProvider clock) : Grain, IOperationsGrain
{
    private const int PurgedAtOnce = 500;

    public async Task<QueueView[]> QueuesAsync()
    {
        var counts = (await store.CountQueuesAsync(clock.GetUtcNow())).ToDictionary(count => count.Name);
        var orders = (await store.QueueOrdersAsync()).ToDictionary(order => order.Name);
        var silos = (await LiveAsync()).SelectMany(silo => silo.Queues.Select(queue => (queue, silo.Silo)))
            .ToLookup(served => served.queue, served => served.Silo);
        return
        [
            .. counts.Keys.Union(orders.Keys).Union(silos.Select(served => served.Key)).Order(StringComparer.Ordinal)
                .Select(queue => View(queue, orders.GetValueOrDefault(queue), counts.GetValueOrDefault(queue), silos[queue])),
        ];
    }

    public Task<ClusterStats[]> HistoryAsync(HistoryStep unit) => store.HistoryAsync(unit);

    public async Task<QueueView> SetQueueAsync(string queue, QueueMode mode, string? reason, string? by)
    {
        Check(queue, reason, by);
        await store.OrderQueueAsync(new QueueState(queue, mode, reason, by, clock.Now()));
        await GrainFactory.GetGrain<IQueueGrain>(queue).ModeChangedAsync();
        return (await QueuesAsync()).FirstOrDefault(view => view.Name == queue) ?? View(queue, null, default, []);
    }

    public async Task<QueuePurge> PurgeQueueAsync(string queue, long? until)
    {
        Check(queue);
        var since = clock.GetTimestamp();
        var last = until ?? await LastAsync();
        for (var canceled = 0L; ;)
        {
            var waiting = await store.WaitingAsync(queue, last, PurgedAtOnce);
            var answers = await dispatcher.ExecuteAsync([.. waiting.Select(job => new PurgeJob(job))]);
            canceled += answers.Count(answer => answer.Moved);
            if (waiting.Length < PurgedAtOnce || clock.GetElapsedTime(since) >= LongPoll.Timeout)
                return new QueuePurge(canceled, last, waiting.Length < PurgedAtOnce);
        }
    }

    private async Task<long> LastAsync() =>
        (await store.ListAsync(new JobQuery { Limit = 1 })).Rows is [var newest] ? newest.Sequence : 0;

    private static QueueView View(string queue, QueueState? order, QueueCount count, IEnumerable<string> silos) => new()
    {
        Name = queue,
        Mode = order?.Mode ?? QueueMode.Open,
        Reason = order?.Reason,
        By = order?.By,
        Since = order?.Since,
        Ready = count.Ready,
        Delayed = count.Delayed,
        Running = count.Running,
        OldestReady = count.OldestReady,
        Silos = [.. silos.Order(StringComparer.Ordinal)],
    };

    private static void Check(string queue, string? reason = null, string? by = null)
    {
        var problems = new List<string>();
        if (!TaskDefaults.IsQueueName(queue))
            problems.Add($"queue is \"{queue}\"; it must be 1 to 64 letters, digits, '.', '_' and '-'");
        RequestRules.CheckName(nameof(reason), reason, problems);
        RequestRules.CheckName(nameof(by), by, problems);
        if (problems.Count > 0)
            throw new JobRefusedException([.. problems]);
    }
}
