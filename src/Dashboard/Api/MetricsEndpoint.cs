using Gristmill.Dashboard.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gristmill.Dashboard.Api;

/// <summary>
/// What Prometheus asks for, of this silo; the queues are the cluster's, and the same on every silo. Read from the store are
/// only what ended silos have counted of tasks, one row a task, and the depths of queues, counted in an index of the jobs that
/// wait, at most every few seconds.
/// </summary>
internal sealed class MetricsEndpoint(JobClient jobs, HttpSettings settings)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private long _counted;
    private Task<QueueView[]>? _queues;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/metrics", async (HttpContext context, MetricsEndpoint metrics) =>
    {
        new Parameters(context.Request).Check();
        return TypedResults.Text(await metrics.WriteAsync(), "text/plain; version=0.0.4; charset=utf-8");
    }).Describe("Metrics of this silo", "In Prometheus' text format.");

    private async Task<string> WriteAsync()
    {
        var text = new MetricsText(("silo", settings.Silo));
        if ((await jobs.SilosAsync()).FirstOrDefault(silo => silo.Silo == settings.Silo) is { } pool)
            Pool(text, pool);
        Runs(text, await StatsAsync());
        Queues(text, await QueuesAsync(), settings.Clock.GetUtcNow());
        Process(text);
        return text.ToString();
    }

    private static void Pool(MetricsText text, SiloView pool)
    {
        text.Gauge("gristmill_slots", "How many jobs the silo runs at once.").Value(pool.Slots);
        text.Gauge("gristmill_slots_busy", "How many of its slots are busy.").Value(pool.Running);
        text.Gauge("gristmill_slots_abandoned", "Slots held by tasks that ignored their cancellation.").Value(pool.Abandoned);
        text.Gauge("gristmill_accepting", "Whether the silo takes jobs: 0 while it is cordoned or stops.")
            .Value(pool.State == "Accepting" ? 1 : 0);
        text.Counter("gristmill_stale_reports_total", "Reports of runs that were refused: another silo had the job.")
            .Value(pool.Stale);
    }

    private static void Runs(MetricsText text, TaskStats[] tasks)
    {
        text.Gauge("gristmill_running", "Runs that have started and not ended.");
        foreach (var task in tasks)
            text.Value(task.Running, ("task", task.Task));
        text.Counter("gristmill_runs_total", "Runs that have ended.");
        foreach (var task in tasks)
        {
            text.Value(task.Succeeded, ("task", task.Task), ("outcome", "succeeded"));
            text.Value(task.Failed, ("task", task.Task), ("outcome", "failed"));
            text.Value(task.Canceled, ("task", task.Task), ("outcome", "canceled"));
        }
        text.Counter("gristmill_run_seconds_total", "The time spent in runs that have ended.");
        foreach (var task in tasks)
            text.Value(task.Busy.TotalSeconds, ("task", task.Task));
    }

    private static void Queues(MetricsText text, QueueView[] queues, DateTimeOffset now)
    {
        text.Gauge("gristmill_queue_jobs", "Jobs of a queue, in the whole cluster.");
        foreach (var queue in queues)
        {
            text.Value(queue.Ready, ("queue", queue.Name), ("state", "ready"));
            text.Value(queue.Delayed, ("queue", queue.Name), ("state", "delayed"));
            text.Value(queue.Running, ("queue", queue.Name), ("state", "running"));
        }
        text.Gauge("gristmill_queue_oldest_seconds",
            "For how long the ready job that was submitted first has been ready; 0 if none is.");
        foreach (var queue in queues)
            text.Value(queue.OldestReady is { } oldest ? Math.Max(0, (now - oldest).TotalSeconds) : 0, ("queue", queue.Name));
        text.Gauge("gristmill_queue_open", "Whether a queue is open: 0 while it is paused or drains.");
        foreach (var queue in queues)
            text.Value(queue.Mode is QueueMode.Open ? 1 : 0, ("queue", queue.Name));
    }

    private static void Process(MetricsText text)
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        text.Gauge("process_resident_memory_bytes", "Memory of the process.").Value(process.WorkingSet64);
        text.Counter("process_cpu_seconds_total", "Processor time of the process.")
            .Value(process.TotalProcessorTime.TotalSeconds);
        text.Gauge("dotnet_gc_heap_bytes", "Memory of the managed heap.").Value(GC.GetTotalMemory(forceFullCollection: false));
        text.Counter("dotnet_gc_collections_total", "Collections of the oldest generation.")
            .Value(GC.CollectionCount(GC.MaxGeneration));
        text.Gauge("dotnet_threads", "Threads of the thread pool.").Value(ThreadPool.ThreadCount);
    }

    private async Task<TaskStats[]> StatsAsync()
    {
        var offered = (await jobs.TasksAsync()).Where(offered => offered.Silos.Contains(settings.Silo))
            .Select(offered => offered.Task.Name).ToHashSet();
        return [.. (await jobs.TaskStatsAsync()).Where(each => each.Silo == settings.Silo && offered.Contains(each.Task))
            .OrderBy(each => each.Task, StringComparer.Ordinal)];
    }

    private Task<QueueView[]> QueuesAsync()
    {
        lock (_gate)
        {
            if (_queues is null or { IsFaulted: true } || settings.Clock.GetElapsedTime(_counted) > Fresh)
                (_queues, _counted) = (jobs.QueuesAsync(), settings.Clock.GetTimestamp());
            return _queues;
        }
    }
}
