using System.Diagnostics.Metrics;
using Gristmill.Core;
using Gristmill.Grains.Counters;
using Gristmill.Grains.Pool;
using Gristmill.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gristmill.Grains.Telemetry;

/// <summary>
/// The silo's figures as instruments. They are the ones that <c>/metrics</c>, <c>gristmill silos</c> and the dashboard show:
/// nothing is counted twice, and nothing read while nobody asks.
/// </summary>
public sealed class SiloMeter : BackgroundService
{
    private static readonly TimeSpan QueuePeriod = TimeSpan.FromSeconds(5);

    private readonly Meter _meter;
    private readonly TaskCounts _tasks;
    private readonly JobClient _client;
    private readonly TimeProvider _clock;
    private readonly ObservableGauge<long> _depth;
    private volatile QueueView[] _queues = [];

    public SiloMeter(
        WorkerPool pool, OutcomeReporter reporter, JobCounts jobs, TaskCounts tasks, JobClient client, SiloIdentity silo,
        [FromKeyedServices(Clock.Key)] TimeProvider clock)
    {
        (_tasks, _client, _clock) = (tasks, client, clock);
        _meter = new Meter(new MeterOptions(Tracing.Name) { Version = Product.Version, Tags = [new("silo", silo.Name)] });
        Count("gristmill.jobs.submitted", "{job}", "Jobs accepted by this silo.", () => [new(jobs.Totals.Submitted)]);
        Count("gristmill.jobs.finished", "{job}", "Jobs that ended, by status; recorded by this silo.", () =>
            Finished(jobs.Totals));
        Count("gristmill.jobs.retried", "{job}", "Runs that failed and are followed by another.", () =>
            [new(jobs.Totals.Retried)]);
        Count("gristmill.runs.started", "{run}", "Runs that have started.", () =>
            OfTasks(task => task.Running + task.Succeeded + task.Failed + task.Canceled));
        Count("gristmill.runs.ended", "{run}", "Runs that have ended, by outcome.", () =>
        [
            .. OfTasks(task => task.Succeeded, "succeeded"), .. OfTasks(task => task.Failed, "failed"),
                .. OfTasks(task => task.Canceled, "canceled"),
        ]);
        Count("gristmill.reports.stale", "{report}", "Reports of runs that were refused: another silo had the job.", () =>
            [new(reporter.Refused)]);
        Gauge("gristmill.runs.running", "{run}", "Runs that have started and not ended.", () => OfTasks(task => task.Running));
        Gauge("gristmill.slots", "{slot}", "How many jobs the silo runs at once.", () => [new(pool.Slots)]);
        Gauge("gristmill.slots.busy", "{slot}", "How many of its slots are busy.", () => [new(pool.Busy)]);
        Gauge("gristmill.slots.abandoned", "{slot}", "Slots held by tasks that ignored their cancellation.", () =>
            [new(pool.Abandoned)]);
        Gauge("gristmill.accepting", "1", "Whether the silo takes jobs: 0 while it is cordoned or stops.", () =>
            [new(pool.State is PoolState.Accepting ? 1 : 0)]);
        _depth = Gauge("gristmill.queue.jobs", "{job}", "Jobs of a queue, in the whole cluster: each silo tells the same.",
            Depths);
        _meter.CreateObservableGauge("gristmill.queue.oldest", Oldest, "s",
            "For how long the ready job that was submitted first has been ready.");
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    // Queues are counted by the store, which instruments cannot wait for.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (_depth.Enabled)
                await ReadQueuesAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(QueuePeriod, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadQueuesAsync() => _queues = await _client.QueuesAsync();

    private void Count(string name, string unit, string help, Func<IEnumerable<Measurement<long>>> read) =>
        _meter.CreateObservableCounter(name, read, unit, help);

    private ObservableGauge<long> Gauge(string name, string unit, string help, Func<IEnumerable<Measurement<long>>> read) =>
        _meter.CreateObservableGauge(name, read, unit, help);

    private static IEnumerable<Measurement<long>> Finished(PoolLoad totals) =>
        [Of(totals.Succeeded, "status", "Success"), Of(totals.Failed, "status", "Error"),
            Of(totals.Canceled, "status", "Canceled")];

    private IEnumerable<Measurement<long>> OfTasks(Func<TaskStats, long> figure, string? outcome = null) =>
        _tasks.All.Select(task => outcome is null
        ? Of(figure(task), "task", task.Task)
        : new Measurement<long>(figure(task), new("task", task.Task), new("outcome", outcome)));

    private IEnumerable<Measurement<long>> Depths() =>
        _queues.SelectMany(queue => new[] { ("ready", queue.Ready), ("delayed", queue.Delayed), ("running", queue.Running) }
        .Select(part => new Measurement<long>(part.Item2, new("queue", queue.Name), new("state", part.Item1))));

    private IEnumerable<Measurement<double>> Oldest() => _queues.Select(queue => new Measurement<double>(
        queue.OldestReady is { } oldest ? Math.Max(0, (_clock.GetUtcNow() - oldest).TotalSeconds) : 0, new KeyValuePair<string, object?>("queue", queue.Name)));

    private static Measurement<long> Of(long value, string label, string of) =>
        new(value, new KeyValuePair<string, object?>(label, of));
}
