using Gristmill.Grains.Plugins;
using Gristmill.Storage;
using Gristmill.Workers;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Jobs;

/// <summary>Says for people why a job that could run waits, when that takes more than its turn.</summary>
internal sealed class WaitingReason(IJobStore store, CatalogueReplica catalogue, [FromKeyedServices(Clock.Key)] TimeProvider clock)
{
    /// <summary>The first reason there is, what it takes to end it included; null if the job does not wait, or only for its turn.</summary>
    public async Task<string?> OfAsync(JobRow row)
    {
        if (row.Status is not JobStatus.Queued)
            return null;
        if (!catalogue.IsOffered(row.Task))
            return $"No silo offers {row.Task}; the job waits until one does.";
        if (await store.QueueOrderAsync(row.Queue) is { Mode: QueueMode.Paused } order)
            return $"The queue {row.Queue} is paused{Why(order)}; the job waits until it is resumed.";
        WorkerView[] serving = [.. (await store.LiveWorkersAsync(clock)).Where(silo => silo.Queues.Contains(row.Queue))];
        if (serving.Length == 0)
            return $"No silo serves the queue {row.Queue}; the job waits until one does.";
        if (!serving.Any(silo => silo.IsAccepting()))
            return $"No silo that serves the queue {row.Queue} takes jobs now: {string.Join(", ", serving.Select(silo => $"{silo.Silo} is {silo.State}"))}.";
        return row.Waits is { } limit ? $"Limit {limit} is reached; the job waits until it has room." : null;
    }

    private static string Why(QueueOrder order) =>
        (order.By is { } by ? $" by {by}" : "") + (order.Reason is { } reason ? $" ({reason})" : "");
}
