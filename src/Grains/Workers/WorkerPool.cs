using Gristmill.Grains.Plugins;
using Gristmill.Hosting;
using Gristmill.Jobs;
using Gristmill.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gristmill.Workers;

/// <summary>
/// The silo's slots. Queues deliver ready jobs; the pool claims them in batches, starts each through its task's grain when a slot is
/// free, and reports the outcomes in batches. A slot is free as soon as the task's code has ended; the report follows on its own. No more are
/// claimed than slots are free, and what starts within <see cref="Prefetch"/>'s time; the rest of what was delivered goes back at once.
/// Queues share the slots: see <see cref="SlotShare"/>.
/// </summary>
internal sealed partial class WorkerPool : IWorkerPool
{
    private static readonly TimeSpan StoreTrouble = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(200);
    private const int MostUnreported = 5_000;

    private readonly JobCommandDispatcher _dispatcher;
    private readonly RunningJobs _runs;
    private readonly RunOutputBuffer _outputBuffer;
    private readonly IGrainFactory _grains;
    private readonly SiloIdentity _silo;
    private readonly TimeProvider _clock;
    private readonly ILogger<WorkerPool> _log;
    private readonly IReadOnlyList<ServedQueue> _queues;
    private readonly PluginHost _plugins;
    private readonly RunServices _services;
    private OrderedDictionary<string, QueueConnection> _lines = [];

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (int Run, CancelReason Reason)> _earlyStops = [];
    private readonly Prefetch _prefetch;
    private readonly AsyncAutoResetEvent _claimable = new();
    private readonly AsyncAutoResetEvent _reportable = new();
    private List<(JobRun Run, JobCommand Command)> _reports = [];
    private Task _claiming = Task.CompletedTask;
    private Task _reporting = Task.CompletedTask;
    private TaskCompletionSource? _quiet;
    private ITimer? _impatience;
    private PoolState _state;
    private int _busy;
    private int _abandoned;
    private int _reportsInFlight;

    public WorkerPool(
        SiloOptions options, JobCommandDispatcher dispatcher, RunningJobs runs, RunOutputBuffer outputBuffer, RunServices services, PluginHost plugins,
        IGrainFactory grains, SiloIdentity silo, [FromKeyedServices(Clock.Key)] TimeProvider clock, ILogger<WorkerPool> log)
    {
        (_dispatcher, _runs, _outputBuffer, _grains, _silo, _clock, _log) = (dispatcher, runs, outputBuffer, grains, silo, clock, log);
        (_queues, _plugins, _services) = (options.ServedQueues, plugins, services);
        Slots = options.Concurrency;
        _prefetch = new Prefetch(clock, Slots);
    }

    public int Slots { get; }
    public int Busy => Volatile.Read(ref _busy);

    /// <summary>How many slots are taken by runs that were given an outcome although their code goes on.</summary>
    public int Abandoned => Math.Max(0, Volatile.Read(ref _abandoned));
    public long Finished { get; private set; }

    /// <summary>How many reports the store has refused.</summary>
    public long Stale { get; private set; }

    /// <summary>Whether it takes jobs. Cordoned only once it will start no more of those that it had taken.</summary>
    public PoolState State
    {
        get
        {
            lock (_gate)
                return _state is PoolState.Cordoned && Count(line => line.InClaim) > 0 ? PoolState.Accepting : _state;
        }
    }

    /// <summary>Begins to take jobs. The silo is up: it has its address.</summary>
    /// <param name="self">The pool as queues reach it.</param>
    public void Start(IWorkerPool self)
    {
        var lines = new OrderedDictionary<string, QueueConnection>();
        foreach (var (name, weight) in _queues)
            lines.Add(name, new QueueConnection(name, this, _silo.Owner, new SlotShare(weight, _clock), _grains, _plugins, _gate));
        _lines = lines;
        _claiming = Task.Run(ClaimAllAsync);
        _reporting = Task.Run(ReportAllAsync);
        foreach (var line in _lines.Values)
            line.Start(self);
        _impatience = _clock.CreateTimer(_ => GiveBackStale(), null, LongestWait, LongestWait);
        NudgeQueues();
    }

    public Task DeliverAsync(string queue, QueueEntry[] entries)
    {
        lock (_gate)
            _lines[queue].Deliver(entries);
        _claimable.Set();
        return Task.CompletedTask;
    }

    public Task CancelAsync(Guid job, int run, string? reason)
    {
        Stop(job, run, CancelReason.Requested);
        return Task.CompletedTask;
    }

    /// <summary>Tells a run to stop, also one whose claim is on disk but not yet answered.</summary>
    public void Stop(Guid job, int run, CancelReason reason)
    {
        lock (_gate)
        {
            if (!_runs.TryGet(job, run, out var found))
            {
                if (Count(line => line.InClaim) > 0)
                    _earlyStops[job] = (run, reason);
                return;
            }
            found.Stop(reason);
        }
    }

    /// <summary>Records an outcome for a run whose code still holds its slot.</summary>
    public void Abandon(JobRun run)
    {
        if (run.Abandon() is not { } outcome)
            return;
        Interlocked.Increment(ref _abandoned);
        LogAbandoned(run.Job, run.TaskName);
        Report(run, Closing(run, outcome));
    }

    /// <summary>Tells every queue how things stand: the heartbeat, and whatever has changed.</summary>
    public void NudgeQueues()
    {
        foreach (var line in _lines.Values)
            line.Nudge();
    }

    /// <summary>The same, to all but one.</summary>
    public void NudgeOthers(QueueConnection but)
    {
        foreach (var line in _lines.Values)
            if (line != but)
                line.Nudge();
    }

    private async Task ClaimAllAsync()
    {
        while (await _claimable.WaitAsync())
        {
            var batch = TakeDelivered();
            if (batch.Count == 0)
            {
                NudgeQueues();
                continue;
            }
            try
            {
                var answers = await _dispatcher.ExecuteAsync([.. batch.Select(next => new ClaimJob(next.Entry.Job, _silo.Owner, _silo.Name))]);
                Admit(batch, answers);
            }
            catch (Exception e)
            {
                if (e is not StoreUnavailableException) // Which the store itself tells.
                    LogStoreTrouble("claim", batch.Count, e);
                lock (_gate)
                {
                    foreach (var (line, entry) in batch)
                        line.ClaimFailed(entry);
                    _earlyStops.Clear();
                }
                await Task.Delay(StoreTrouble, _clock);
            }
            StartReady();
            NudgeQueues();
        }
    }

    private List<(QueueConnection Line, QueueEntry Entry)> TakeDelivered()
    {
        lock (_gate)
        {
            var batch = new List<(QueueConnection, QueueEntry)>();
            for (var room = Room(); room > 0; room--)
            {
                if (Next(line => line.Delivered > 0, line => line.Share.NextLevel + (line.InClaim + line.Ready) * line.Share.Step) is not { } next)
                    break;
                batch.Add((next, next.Claim()));
            }
            foreach (var line in _lines.Values)
                line.ReturnDelivered();
            return batch;
        }
    }

    private void Admit(List<(QueueConnection Line, QueueEntry Entry)> batch, JobAnswer[] answers)
    {
        lock (_gate)
        {
            for (var i = 0; i < answers.Length; i++)
            {
                var ((line, entry), (row, refusal, _)) = (batch[i], answers[i]);
                var run = refusal is null && row?.Status is JobStatus.Running ? new JobRun(row, _services, (run, outcome) => Ended(line, run, outcome)) : null;
                line.Claimed(entry, run);
                if (run is null)
                    continue;
                _runs.Add(run);
                if (_earlyStops.TryGetValue(run.Job, out var early) && early.Run == run.Run)
                    run.Stop(early.Reason);
            }
            _earlyStops.Clear();
            if (_state is not PoolState.Accepting)
                GiveBack(run => true);
        }
    }

    private void StartReady()
    {
        while (TakeReady() is var (line, run))
            StartAsync(line, run).FireAndForget();
    }

    private (QueueConnection Line, JobRun Run)? TakeReady()
    {
        lock (_gate)
        {
            while (_busy < Slots && Next(line => line.Ready > 0, line => line.Share.NextLevel) is { } next)
            {
                var run = next.Take();
                if (run.StopRequestedAt is not null)
                {
                    UndoClaim(run);
                    continue;
                }
                _busy++;
                Level = Math.Max(Level, next.Share.Level);
                next.Share.Start();
                run.Taken = _clock.GetTimestamp();
                return (next, run);
            }
            return null;
        }
    }

    // Of a burst of short jobs some may be claimed when a long one takes the slot: others may have room for them.
    private void GiveBackStale()
    {
        lock (_gate)
        {
            if (_busy >= Slots)
                GiveBack(run => _clock.GetElapsedTime(run.Claimed) > LongestWait);
        }
    }

    private void GiveBack(Func<JobRun, bool> rule)
    {
        foreach (var line in _lines.Values)
            foreach (var run in line.TakeAll(rule))
                UndoClaim(run);
    }

    private async Task StartAsync(QueueConnection line, JobRun run)
    {
        try
        {
            if (!await _grains.GetGrain<ITaskGrain>(run.TaskName).StartAsync(run.Job, run.Run))
                NotStarted(line, run);
        }
        catch (Exception e)
        {
            run.Fail(new JobError(e.GetType().FullName!, $"the task could not be started: {e.Message}", e.ToString()));
        }
    }

    // The task's plugin was removed since the run was claimed.
    private void NotStarted(QueueConnection line, JobRun run)
    {
        UndoClaim(run);
        lock (_gate)
            FreeSlot(line, run);
        StartReady();
    }

    private void Ended(QueueConnection line, JobRun run, RunOutcome outcome)
    {
        if (run.Abandoned)
            Interlocked.Decrement(ref _abandoned);
        else
            Report(run, Closing(run, outcome));
        lock (_gate)
        {
            Finished++;
            _prefetch.Ended(FreeSlot(line, run));
        }
        StartReady();
    }

    private TimeSpan FreeSlot(QueueConnection line, JobRun run)
    {
        var took = _clock.GetElapsedTime(run.Taken);
        line.Share.End(took);
        _busy--;
        if (_busy == 0 && Count(line => line.Ready) == 0)
            _quiet?.TrySetResult();
        return took;
    }
}
