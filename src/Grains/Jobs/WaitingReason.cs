using Gristmill.Core;
using Gristmill.Grains.Catalog;
using Gristmill.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Grains.Jobs;

/// <summary>Says for people why a job that could run waits.</summary>
public sealed class WaitingReason(IJobStore store, CatalogueReplica catalogue, [FromKeyedServices(Clock.Key)] TimeProvider clock)
{
    /// <summary>Counting them takes a few milliseconds.</summary>
    private const int MostAhead = 100_000;

    /// <summary>
    /// The first reason there is, what it takes to end it included; null if the job does not wait, or is about to start.
    /// </summary>
    public async Task<string?> OfAsync(JobRow row)
    {
        if (row.Status is not JobStatus.Queued)
            return null;
        if (!catalogue.IsOffered(row.Task))
            return $"No silo offers {row.Task}; the job waits until one does.";
        if (await store.QueueOrderAsync(row.Queue) is { Mode: QueueMode.Paused } order)
            return $"The queue {row.Queue} is paused{Why(order)}; the job waits until it is resumed.";
        SiloView[] serving = [.. (await store.LiveWorkersAsync(clock)).Where(silo => silo.Queues.Contains(row.Queue))];
        if (serving.Length == 0)
            return $"No silo serves the queue {row.Queue}; the job waits until one does.";
        if (!serving.Any(silo => silo.IsAccepting()))
            return $"No silo that serves the queue {row.Queue} takes jobs now: {string.Join(", ", serving.Select(silo => $"{silo.Silo} is {silo.State}"))}.";
        if (row.BlockedBy is { } limit)
            return $"Limit {limit} is reached; the job waits until it has room.";
        return row.Readiness is not Readiness.Ready && row.WakeAt > clock.GetUtcNow() ? null : await BusyAsync(row, serving);
    }

    private async Task<string?> BusyAsync(JobRow row, SiloView[] serving)
    {
        var accepting = serving.Where(silo => silo.IsAccepting()).ToArray();
        if (accepting.Any(silo => silo.Running < silo.Slots))
            return null;
        var ahead = await store.AheadAsync(row, [.. catalogue.Tasks.Select(offered => offered.Task.Name)], MostAhead);
        var slots = accepting.Sum(silo => silo.Slots);
        return (slots == 1 ? "The only slot of the silos" : $"All {slots:N0} slots of the silos")
            + $" that serve the queue {row.Queue} "
            + (slots == 1 ? "is busy, " : "are busy, ") + ahead switch
            {
                0 => "the job is next.",
                1 => "1 job is ahead.",
                MostAhead => $"{MostAhead:N0} jobs or more are ahead.",
                _ => $"{ahead:N0} jobs are ahead.",
            };
    }

    private static string Why(QueueState order) =>
        (order.By is { } by ? $" by {by}" : "") + (order.Reason is { } reason ? $" ({reason})" : "");
}
