using Gristmill.Core;
using Gristmill.Execution.Loading;
using Gristmill.Execution.Runs;
using Gristmill.Grains.Catalog;
using Gristmill.Grains.Counters;
using Gristmill.Grains.Jobs;
using Gristmill.Jobs;
using Gristmill.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gristmill.Grains.Pool;

/// <summary>
/// Runs the silo's pool: starts it when the silo is up, stops it before the silo stops, and in between writes its heartbeat and
/// looks after its runs. A pool whose heartbeat has not reached the store for a <see cref="Lease.Length"/> gives up its runs:
/// others take them.
/// </summary>
public sealed partial class PoolService(
    WorkerPool pool, OutcomeReporter reporter, RunningJobs runs, RunOutputBuffer outputBuffer, CatalogueReplica catalogue,
    PluginHost plugins, IJobStore store, JobCommandDispatcher dispatcher, JobCounts counts, TaskCounts figures,
    SiloIdentity silo,
    SiloOptions options, GrainActivity activity, IGrainFactory grains, [FromKeyedServices(Clock.Key)] TimeProvider clock, ILogger<PoolService> log) : IHostedLifecycleService
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly OrphanedRuns _strays = new(runs, clock);
    private long _lastBeat;
    private Task _loops = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        ConsoleCapture.Install();
        await catalogue.RefreshAsync();
        await store.SaveWorkerAsync(View());
        KeepLease();
        pool.Start(grains.CreateObjectReference<IWorkerPool>(pool));
        _loops = Task.WhenAll(
            EveryAsync(Lease.Heartbeat, BeatAsync),
            EveryAsync(Lease.Heartbeat, catalogue.RefreshAsync),
            EveryAsync(RunOutputBuffer.Interval, outputBuffer.FlushAsync),
            FlushWhenFullAsync());
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before any service stops: while the pool drains, the silo answers calls and HTTP.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => pool.StopAsync(options.ShutdownGrace);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        outputBuffer.Close();
        await _loops;
        try
        {
            await SaveStatsAsync();
            await catalogue.LeaveAsync();
            await store.RemoveWorkerAsync(silo.Owner);
        }
        catch (Exception e)
        {
            LogGoodbye(e);
        }
        if (TaskThreads.LetGo() is { Length: > 0 } left)
            LogThreadsLeft(string.Join("; ", left));
    }

    private async Task BeatAsync()
    {
        // Whoever asked for a cordon waits to see that the pool follows.
        if (await pool.CordonAsync(await store.SaveWorkerAsync(View())))
            await store.SaveWorkerAsync(View());
        KeepLease();
        var held = await store.HeldByAsync(silo.Owner);
        foreach (var run in held)
            if (run.Status is JobStatus.Canceling)
                pool.Stop(run.Job, run.Run, CancelReason.Requested);
        if (_strays.Among(held) is { Count: > 0 } strays)
            await dispatcher.ExecuteAsync([.. strays.Select(run => new UndoClaim(run.Job, silo.Owner, run.Run))]);
        foreach (var run in runs.All)
            if (run.Execution is { Started: true, StopRequestedAt: { } told } && clock.GetElapsedTime(told) > Grace(run))
                pool.Abandon(run);
        pool.TellQueues();
        await SaveStatsAsync();
    }

    private Task SaveStatsAsync() => figures.SaveAsync(ended => store.AddTaskStatsAsync(silo.Owner, ended));

    // A person's cancel does not wait for what a job may take past its time limit.
    private TimeSpan Grace(PoolRun run) =>
        (run.Execution.Reason is CancelReason.TimeLimit ? run.HardTimeLimit : null) ?? options.CancelGrace;

    private void KeepLease()
    {
        var last = Interlocked.Exchange(ref _lastBeat, clock.GetTimestamp());
        if (last == 0 || clock.GetElapsedTime(last) <= Lease.Length)
            return;
        LogLeaseLost(Times.Words(clock.GetElapsedTime(last)));
        foreach (var run in runs.All)
            run.Execution.Stop(CancelReason.Lost);
    }

    private SiloView View() => new()
    {
        Silo = silo.Name,
        Owner = silo.Owner,
        Slots = pool.Slots,
        Running = pool.Busy,
        Abandoned = pool.Abandoned,
        Finished = pool.Finished,
        Stale = reporter.Refused,
        Queues = [.. options.ServedQueues.Select(queue => queue.Name)],
        Weights = [.. options.ServedQueues.Select(queue => queue.Weight)],
        Tasks = plugins.Tasks.Count,
        State = pool.State.ToString(),
        ProcessId = Environment.ProcessId,
        Started = silo.Started,
        Seen = clock.GetUtcNow(),
        Version = Product.Version,
        Load = counts.AddTo(ProcessLoad.Read()) with { Grains = activity.Read() },
    };

    private async Task FlushWhenFullAsync()
    {
        while (await outputBuffer.FullAsync())
            await PeriodicWork.TryAsync(outputBuffer.FlushAsync, LogBeatFailed);
    }

    private Task EveryAsync(TimeSpan period, Func<Task> work) =>
        PeriodicWork.RunAsync(period, clock, work, LogBeatFailed, _stopping.Token);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "No heartbeat reached the store for {Elapsed}; this silo's runs are given up, since others may have taken them")]
    private partial void LogLeaseLost(string elapsed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A heartbeat failed; the next one follows")]
    private partial void LogBeatFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The silo could not say goodbye; the others find out by themselves")]
    private partial void LogGoodbye(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Threads that tasks started and did not end are left behind: {Threads}")]
    private partial void LogThreadsLeft(string threads);
}
